import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DEMO_PROGRAM } from './builds';
import { stopProcess, type Started } from './children';
import { Problem } from './options';

/** As in demo/Dockerfile: leaks of different speeds, bursts of memory, and a control that does not leak. */
const CASES = 'healthy,grpc=30,consumer=20,keepalive=12,burst=2';
const STARTS_WITHIN_MS = 15_000;

/** Starts the demo program on a free port; resolves with its URL when it listens. */
export function startDemoProgram(started: Started, onEnd: (why: string) => void): Promise<string> {
  const child = spawn(DEMO_PROGRAM, ['-addr', '127.0.0.1:0', '-start', CASES], {
    // Freed pages stay counted in RSS until the kernel wants them: what the memory panel is there to show.
    env: { ...process.env, GODEBUG: 'madvdontneed=0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(() => stopProcess(child));
  let lastWords = '';
  createInterface({ input: child.stderr }).on('line', (line) => (lastWords = line));

  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Problem(`the demo program did not listen within ${STARTS_WITHIN_MS / 1000} s`)),
      STARTS_WITHIN_MS
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /listening on (http:\S+)/.exec(line)?.[1];
      if (url !== undefined) {
        clearTimeout(late);
        resolve(url);
      }
    });
    child.once('error', (error) => reject(new Problem(`the demo program could not be started: ${error.message}`)));
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      const why = `the demo program ended (${signal ?? `exit code ${code}`})${lastWords === '' ? '' : `: ${lastWords}`}`;
      reject(new Problem(why));
      onEnd(why);
    });
  });
}
