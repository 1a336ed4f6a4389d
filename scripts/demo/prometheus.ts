import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopProcess } from './children';
import { Problem } from './options';

const STARTS_WITHIN_MS = 20_000;

/** A target of a scrape job. */
export interface Scraped {
  /** The program’s URL; its metrics are at /metrics. */
  readonly url: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A Prometheus of one’s own, with an empty store that goes when it stops. */
export class PrometheusServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string
  ) {}

  /**
   * Resolves when it answers.
   *
   * @throws Problem where there is no `prometheus` on PATH, or it does not start
   */
  static async start(targets: readonly Scraped[], intervalSeconds: number): Promise<PrometheusServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-prometheus-'));
    const config = path.join(folder, 'prometheus.yml');
    // JSON is YAML.
    writeFileSync(config, JSON.stringify(configOf(targets, intervalSeconds)));
    const port = await freePort();
    const child = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] }
    );
    const server = new PrometheusServer(`http://127.0.0.1:${port}`, child, folder);
    let lastWords = '';
    child.stderr.on('data', (bytes: Buffer) => (lastWords = bytes.toString().trim()));
    let ending: string | undefined;
    child.once('error', () => (ending = 'there is no prometheus on PATH'));
    child.once('exit', (code) => (ending ??= `Prometheus ended with ${code}: ${lastWords}`));
    for (const startedMs = Date.now(); ;) {
      if (await isReady(server.url)) {
        return server;
      }
      if (ending === undefined && Date.now() - startedMs > STARTS_WITHIN_MS) {
        ending = `Prometheus did not answer within ${STARTS_WITHIN_MS / 1000} s`;
      }
      if (ending !== undefined) {
        await server.stop();
        throw new Problem(ending);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Resolves once its targets are there to be asked about: it begins to scrape some seconds after it started. */
  async hasScraped(): Promise<void> {
    for (;;) {
      const response = await fetch(`${this.url}/api/v1/query?query=up`);
      const { data } = (await response.json()) as { data: { result: unknown[] } };
      if (data.result.length > 0) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async stop(): Promise<void> {
    await stopProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configOf(targets: readonly Scraped[], intervalSeconds: number) {
  return {
    global: { scrape_interval: `${intervalSeconds}s`, scrape_timeout: `${intervalSeconds}s` },
    scrape_configs: [
      {
        job_name: 'tidemark-demo',
        static_configs: targets.map(({ labels, url }) => ({ targets: [new URL(url).host], labels })),
      },
    ],
  };
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
