import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE, DIST, ROOT } from '../../scripts/stale';
import { buildHost, HOST_BUILD } from '../build';
import { createPreviewServer } from './server';

const APP = 'tidemark-pprof-app';

/** As in provisioning/history. */
const PROMETHEUS = {
  uid: 'prometheus',
  name: 'Prometheus',
  type: 'prometheus',
  access: 'proxy',
  basicAuth: false,
  basicAuthUser: '',
  withCredentials: false,
  isDefault: false,
  jsonData: {},
  secureJsonData: {},
  readOnly: false,
};

export interface StartOptions {
  port: number;
  dist?: string;
  targetUrl?: string;
  /** Of a Prometheus that scrapes the same program; it becomes a data source, and the demo’s past. */
  prometheusUrl?: string;
}

/** Builds the host when it is stale, then listens on loopback. The port is the chosen one, also for port 0. */
export async function startPreview(options: StartOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const dist = path.resolve(ROOT, options.dist ?? DIST);
  if (!existsSync(path.join(dist, 'plugin.json'))) {
    throw new Error(`${path.relative(process.cwd(), dist) || dist} has no plugin.json: run "npm run build" first`);
  }
  await buildHost();
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const server = createPreviewServer({
    dist,
    provisioning: path.join(ROOT, 'provisioning'),
    build: HOST_BUILD,
    nodeModules: path.join(ROOT, 'node_modules'),
    version: grafanaVersion(manifest),
    env: {
      TIDEMARK_TARGET_URL: 'http://127.0.0.1:6060',
      ...process.env,
      ...(options.targetUrl === undefined ? {} : { TIDEMARK_TARGET_URL: options.targetUrl }),
      ...(options.prometheusUrl === undefined ? {} : { TIDEMARK_PROMETHEUS_UID: PROMETHEUS.uid }),
      GF_PATHS_PLUGINS: pluginsFolder(dist),
    },
    dataSources: options.prometheusUrl === undefined ? [] : [{ ...PROMETHEUS, url: options.prometheusUrl }],
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new Error(`port ${options.port} is taken: choose another with --port`) : error
      )
    );
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : options.port;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}`, close });
    });
  });
}

/** A folder as Grafana's plugin folder is laid out, so that provisioning finds its dashboards below the same path. */
function pluginsFolder(dist: string): string {
  const folder = path.join(CACHE, 'plugins', String(process.pid));
  mkdirSync(folder, { recursive: true });
  rmSync(path.join(folder, APP), { force: true });
  symlinkSync(dist, path.join(folder, APP));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The preview is as new as the packages of Grafana that it is made of. */
function grafanaVersion(manifest: unknown): string {
  const dependencies: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'dependencies') : {};
  return String(Reflect.get(Object(dependencies), '@grafana/ui'));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, dist: { type: 'string' } } });
  const port = values.port ?? process.env.PORT ?? '3000';
  if (!/^\d{1,5}$/.test(port)) {
    throw new Error(`"${port}" is not a port`);
  }
  const { url } = await startPreview({ port: Number(port), dist: values.dist });
  process.stdout.write(`Preview is ready: ${url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(0));
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`preview: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
