import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Problem } from '../cli/problem';
import { stopProcess } from '../demo/children';

/** Its ingester says that it is ready 15 s after it is. */
const STARTS_WITHIN_MS = 60_000;

/** Every part of it that others may talk to, and where: on this machine only. */
const RINGS = ['compactor', 'distributor', 'overrides-exporter', 'query-scheduler'];

/** A Pyroscope of one's own, in one process, with an empty store that goes when it stops. */
export class PyroscopeServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string
  ) {}

  /**
   * Resolves when it answers.
   *
   * @param port for HTTP; the two after it are used as well
   * @throws Problem where there is no such program, or it does not start
   */
  static async start(program: string, port: number): Promise<PyroscopeServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-pyroscope-'));
    const child = spawn(program, flagsOf(folder, port), { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const server = new PyroscopeServer(`http://127.0.0.1:${port}`, child, folder);
    let lastWords = '';
    child.stderr.on('data', (bytes: Buffer) => (lastWords = bytes.toString().trim().split('\n').at(-1) ?? ''));
    let ending: string | undefined;
    child.once('error', ({ message }) => (ending = `Pyroscope could not be started: ${message}`));
    child.once('exit', (code) => (ending ??= `Pyroscope ended with ${code}: ${lastWords}`));
    for (const startedMs = Date.now(); !(await server.isReady());) {
      if (ending === undefined && Date.now() - startedMs > STARTS_WITHIN_MS) {
        ending = `Pyroscope was not ready within ${STARTS_WITHIN_MS / 1000} s`;
      }
      if (ending !== undefined) {
        await server.stop();
        throw new Problem(ending);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return server;
  }

  /** Sends a profile as Alloy does. */
  async push(profile: Uint8Array, labels: Readonly<Record<string, string>>): Promise<void> {
    const samples = [{ ID: crypto.randomUUID(), rawProfile: Buffer.from(profile).toString('base64') }];
    const pairs = Object.entries(labels).map(([name, value]) => ({ name, value }));
    await this.call('push.v1.PusherService/Push', { series: [{ labels: pairs, samples }] });
  }

  /**
   * One of its procedures, as JSON (connectrpc.com/docs/protocol).
   *
   * @throws Problem where it does not answer 200
   */
  async call<Answer>(procedure: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${this.url}/${procedure}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Problem(`${procedure} answered ${response.status}: ${text}`);
    }
    return JSON.parse(text) as Answer;
  }

  async stop(): Promise<void> {
    await stopProcess(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/ready`).then(
      ({ ok }) => ok,
      () => false
    );
  }
}

function flagsOf(folder: string, port: number): string[] {
  return [
    '-target=all',
    '-server.http-listen-address=127.0.0.1',
    `-server.http-listen-port=${port}`,
    '-server.grpc-listen-address=127.0.0.1',
    `-server.grpc-listen-port=${port + 1}`,
    '-memberlist.bind-addr=127.0.0.1',
    `-memberlist.bind-port=${port + 2}`,
    '-memberlist.advertise-addr=127.0.0.1',
    '-usage-stats.enabled=false',
    '-self-profiling.disable-push=true',
    '-storage.backend=filesystem',
    `-storage.filesystem.dir=${folder}/blocks`,
    `-pyroscopedb.data-path=${folder}/db`,
    '-query-frontend.instance-addr=127.0.0.1',
    '-ring.store=inmemory',
    '-ingester.lifecycler.addr=127.0.0.1',
    '-store-gateway.sharding-ring.store=inmemory',
    '-store-gateway.sharding-ring.instance-addr=127.0.0.1',
    ...RINGS.flatMap((ring) => [`-${ring}.ring.store=inmemory`, `-${ring}.ring.instance-addr=127.0.0.1`]),
  ];
}
