import { inspect } from './inspect';

// Whoever reads may have enough before the end: `| head`.
process.stdout.on('error', () => process.exit(0));

inspect(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    // One line whatever the names in a profile hold.
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`inspect: ${message.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 500)}\n`);
    process.exitCode = 1;
  }
);
