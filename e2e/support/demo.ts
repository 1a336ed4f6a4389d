import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DEMO_PROGRAM } from '../../scripts/demo/builds';

/** What the demo program says it did, from its own bookkeeping (demo/README.md). Sizes are bytes. */
export interface Truth {
  version: string;
  goVersion: string;
  numGoroutine: number;
  memStats: Record<string, number>;
  process: { rssBytes: number; lazyFreeBytes?: number };
  cases: Record<
    string,
    { goroutinesLeaked: number; leaks: Array<{ function: string; blockedOn: string; count: number }> }
  >;
}

/** A running demo program: a real Go process with real leaks. */
export class Demo {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess
  ) {}

  static async start(
    flags: string[] = [],
    env: Record<string, string> = {},
    program: string = DEMO_PROGRAM
  ): Promise<Demo> {
    const args = flags.includes('-addr') ? flags : ['-addr', '127.0.0.1:0', ...flags];
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the demo program ended with ${code} before it listened`)));
      createInterface({ input: child.stdout! }).once('line', (line) => resolve(/http:\S+/.exec(line)?.[0] ?? ''));
    });
    return new Demo(url, child);
  }

  get port(): string {
    return new URL(this.url).port;
  }

  /** Performs exactly n steps of a case; answers once what they leaked has settled. */
  async step(name: string, n: number, parameters = ''): Promise<void> {
    const answer = await fetch(`${this.url}/cases/${name}/step?n=${n}${parameters}`, { method: 'POST' });
    if (!answer.ok) {
      throw new Error(`${name} took no step: ${answer.status} ${await answer.text()}`);
    }
  }

  async truth(): Promise<Truth> {
    return (await fetch(`${this.url}/truth`)).json() as Promise<Truth>;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      await ended;
    }
  }
}
