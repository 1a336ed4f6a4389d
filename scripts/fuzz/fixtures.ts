import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Failure } from './examine';

export const FIXTURES = path.resolve(__dirname, '../../testdata/fuzz');

export interface Fixture {
  file: string;
  bytes: Uint8Array;
  /** `accepted`, or how the message of the refusal begins. */
  outcome: string;
}

const HEAD = `# Inputs that once broke the decoder

Found by \`npm run fuzz\` and made small by it; \`scripts/fuzz/fuzz.test.ts\` replays each. The outcome is what must come of
it: \`accepted\`, or the beginning of the ProfileError's message. A new line says \`?\` until somebody has looked.

| file | outcome | what it was |
|---|---|---|
`;

/** The files in the README's table with what must come of them. */
export function readFixtures(folder = FIXTURES): Fixture[] {
  const rows = tableOf(folder);
  const files = readdirSync(folder).filter((name) => name.endsWith('.pb'));
  const unlisted = files.filter((file) => !rows.has(file));
  if (unlisted.length > 0) {
    throw new Error(`${folder}/README.md has no line on ${unlisted.join(', ')}`);
  }
  return [...rows].map(([file, outcome]) => ({
    file,
    bytes: new Uint8Array(readFileSync(path.join(folder, file))),
    outcome,
  }));
}

function tableOf(folder: string): Map<string, string> {
  const readme = path.join(folder, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const rows = text.matchAll(/^\| `([^`]*)` \| ([^|]*) \|/gm);
  return new Map([...rows].map(([, file, outcome]) => [file as string, (outcome as string).trim()]));
}

/** Writes an input that fails, and a line on it; returns the file's name. */
export function saveFixture(folder: string, bytes: Uint8Array, { kind, what }: Failure, origin: string): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const file = `${kind}-${hash}.pb`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, file), bytes);
  const readme = path.join(folder, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : HEAD;
  if (!text.includes(`\`${file}\``)) {
    const told = `${what} (${origin})`.replace(/[|\n]/g, ' ');
    writeFileSync(readme, `${text}| \`${file}\` | ? | ${told} |\n`);
  }
  return file;
}
