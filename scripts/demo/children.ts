import type { ChildProcess } from 'node:child_process';

/** What was started and has to go again, last first. */
export class Started {
  private readonly stops: Array<() => Promise<void>> = [];
  private stopping: Promise<void> | undefined;

  add(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  /** Everything, once; a second call waits for the first. */
  stop(): Promise<void> {
    this.stopping ??= (async () => {
      for (const stop of this.stops.reverse()) {
        await stop().catch(() => undefined);
      }
    })();
    return this.stopping;
  }

  get isStopping(): boolean {
    return this.stopping !== undefined;
  }
}

/** How long a process may take to end by itself. */
const GRACE_MS = 3000;

/** Asks a process to end, and ends it when it does not. Resolves when it is gone. */
export function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      resolve();
      return;
    }
    const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
