import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Case } from './cases';
import { Progress } from './progress';
import type { FoundFailure } from './summary';
import type { Batch, BatchResult } from './worker';

/** An input that takes this long is taken to hang. Well above SLOW_MS, since a shared machine may stand still. */
const HANG_MS = 15_000;

/** A batch that came to its end, or the case at which the process had to be ended or died. */
export type BatchEnd = { kind: 'done'; result: BatchResult } | { kind: 'stopped'; number: number; why: string };

/** Runs batches in a process of their own; one that hangs or dies is replaced. */
export class Watched {
  private worker: ChildProcess | undefined;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'tidemark-fuzz-'));
  private readonly progressFile = path.join(this.folder, 'progress');
  private progress: Progress | undefined;

  constructor(private readonly what: Pick<Batch, 'profiles' | 'seed' | 'isDense'>) {}

  run({ from, to }: Pick<Batch, 'from' | 'to'>): Promise<BatchEnd> {
    const { progress, worker } = this.start();
    return new Promise((resolve, reject) => {
      let last = -1;
      let since = Date.now();
      const finish = () => {
        clearInterval(timer);
        worker.removeAllListeners('message').removeAllListeners('exit');
      };
      const stop = (why: string) => {
        finish();
        const { number } = progress.read();
        this.discard();
        if (number < 0) {
          reject(new Error(`the worker did not begin: it ${why}`));
        } else {
          resolve({ kind: 'stopped', number, why });
        }
      };
      const timer = setInterval(() => {
        const { beats } = progress.read();
        if (beats !== last) {
          last = beats;
          since = Date.now();
        } else if (Date.now() - since > HANG_MS) {
          stop(`hangs: over ${HANG_MS / 1000} s`);
        }
      }, 200);
      worker.on('exit', (code, signal) => stop(`ends the process with ${signal ?? code}`));
      worker.on('message', (result: BatchResult) => {
        finish();
        resolve({ kind: 'done', result });
      });
      const batch: Batch = { ...this.what, from, to, progressFile: this.progressFile };
      worker.send(batch);
    });
  }

  end(): void {
    this.discard();
    rmSync(this.folder, { recursive: true });
  }

  private start(): { worker: ChildProcess; progress: Progress } {
    this.progress ??= new Progress(this.progressFile, 'w+');
    this.worker ??= fork(path.join(__dirname, 'worker.ts'), {
      // Hostile input must not take the machine; array buffers are not in it.
      execArgv: ['--import', 'tsx', '--max-old-space-size=1024'],
      serialization: 'advanced',
      // What V8 prints when it aborts is long, and its number tells as much.
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    });
    return { worker: this.worker, progress: this.progress };
  }

  private discard(): void {
    this.worker?.kill('SIGKILL');
    this.worker = undefined;
    this.progress?.close();
    this.progress = undefined;
  }
}

/** A failure of which there is no more than the number of its case. */
export function stoppedFailure(number: number, why: string, { bytes, how, isDense }: Case): FoundFailure {
  const what = `${how.replace(/ \d+$/, '')} ${why}`;
  return { number, how, bytes, isDense, failure: { kind: why.startsWith('hangs') ? 'slow' : 'crash', what } };
}
