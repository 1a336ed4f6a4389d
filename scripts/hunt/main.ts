import { oneLine } from '../cli/problem';
import { hunt } from './hunt';

/** npm passes a terminal's Ctrl-C on to a process that has had it already: so close together they are one. */
const ONE_SIGNAL_MS = 500;

// Whoever reads may have enough before the end: `| head`. The verdict stands.
process.stdout.on('error', () => process.exit());

const abort = new AbortController();
let endsSince: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (endsSince !== undefined && performance.now() - endsSince > ONE_SIGNAL_MS) {
      process.exit(2);
    }
    endsSince ??= performance.now();
    abort.abort();
  });
}

hunt(process.argv.slice(2), abort.signal).then(
  ({ exitCode, stdout, trouble }) => {
    process.exitCode = exitCode;
    process.stdout.write(stdout);
    if (trouble !== undefined) {
      process.stderr.write(`hunt: ${oneLine(trouble)}\n`);
    }
  },
  (error: unknown) => {
    process.exitCode = 2;
    process.stderr.write(`hunt: ${oneLine(error instanceof Error ? error.message : String(error))}\n`);
  }
);
