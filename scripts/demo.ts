import net from 'node:net';
import { buildHost } from '../preview/build';
import { startPreview } from '../preview/server/main';
import { buildDemoProgram, buildPlugin } from './demo/builds';
import { Started } from './demo/children';
import { startGrafana } from './demo/compose';
import { chooseHost } from './demo/engine';
import { HELP, parseOptions, Problem, type DemoOptions } from './demo/options';
import { startDemoProgram } from './demo/program';
import { PrometheusServer } from './demo/prometheus';
import { say } from './demo/run';

const started = new Started();

async function main(): Promise<void> {
  const asked = parseOptions(process.argv.slice(2), process.env);
  if (asked.help) {
    say(HELP);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void finish(0));
  }
  stopWithParent();
  const options = { ...asked, port: await freePort(asked.port) };
  const host = chooseHost(options);
  say(`Host: ${host.kind === 'grafana' ? 'Grafana in Docker' : 'the preview host'}, because ${host.why}`);
  await buildPlugin();
  const url =
    host.kind === 'grafana' ? await startGrafana(host.compose, options, started, fail) : await openPreview(options);
  if (!started.isStopping) {
    say(`Tidemark is ready: ${url}/d/tidemark-goroutines`);
  }
}

async function openPreview(options: DemoOptions): Promise<string> {
  if (options.targetUrl === undefined) {
    await buildDemoProgram();
  }
  await buildHost();
  const targetUrl = options.targetUrl ?? (await startDemoProgram(started, fail));
  const prometheusUrl = options.prometheus ? await startPrometheus(targetUrl) : undefined;
  const { url, close } = await startPreview({ port: options.port, targetUrl, prometheusUrl });
  started.add(close);
  return url;
}

/** As often as the demo’s data source asks. */
const SCRAPE_SECONDS = 2;

async function startPrometheus(targetUrl: string): Promise<string> {
  const server = await PrometheusServer.start([{ url: targetUrl, labels: {} }], SCRAPE_SECONDS);
  started.add(() => server.stop());
  say(`Prometheus scrapes the program: ${server.url}`);
  return server.url;
}

/** Refuses a taken port before anything is built: a person should not wait for this. For 0, one that is free. */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', () =>
      reject(new Problem(`port ${port} is taken: choose another with "npm run demo -- --port N"`))
    );
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** Something that must run has ended by itself. */
function fail(why: string): void {
  if (!started.isStopping) {
    process.stderr.write(`demo: ${why}\n`);
    void finish(1);
  }
}

/** npm, told to end, ends its shell and not what runs in it: notice when nobody is above us any more. */
function stopWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      void finish(0);
    }
  }, 500).unref();
}

async function finish(code: number): Promise<void> {
  await started.stop();
  process.exit(code);
}

main().catch((error: unknown) => {
  if (!started.isStopping) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`demo: ${message.split('\n')[0]}\n`);
    void finish(1);
  }
});
