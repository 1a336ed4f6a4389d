import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Digest } from '../measure/digest';

/** bench/go/rival, which times itself: a line in, a line of JSON out. */
export class GoRival {
  private readonly process;
  private readonly lines: Interface;
  private readonly ended: Promise<never>;

  constructor(program: string, file: string) {
    this.process = spawn(program, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout });
    this.ended = once(this.process, 'exit').then(([status]) => {
      throw new Error(`google/pprof's side ended with ${status}`);
    });
    // Its end is expected after stop().
    this.ended.catch(() => undefined);
  }

  async time(): Promise<number> {
    const { ms } = await this.ask<{ ms: number }>('time');
    return ms;
  }

  digest(): Promise<Digest> {
    return this.ask('digest');
  }

  stop(): void {
    this.process.stdin.end();
  }

  private async ask<T>(order: string): Promise<T> {
    const answer = once(this.lines, 'line') as Promise<[string]>;
    this.process.stdin.write(`${order}\n`);
    const [line] = await Promise.race([answer, this.ended]);
    return JSON.parse(line);
  }
}
