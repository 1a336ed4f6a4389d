import { oneLine } from '../cli/problem';
import { inspect } from './inspect';

// Whoever reads may have enough before the end: `| head`.
process.stdout.on('error', () => process.exit(0));

inspect(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`inspect: ${oneLine(message)}\n`);
    process.exitCode = 1;
  }
);
