import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

// For tests.

/** A goroutine as the runtime prints it: `goroutine 7 [chan send, 2 minutes]:` and its calls, leaf first. */
export interface PrintedGoroutine {
  readonly word: string;
  readonly functions: readonly string[];
}

export interface Blocking {
  /** goroutine?debug=0, inflated. */
  readonly profile: Uint8Array;
  /** By function, what the program means its goroutine to wait for. */
  readonly intended: Readonly<Record<string, string>>;
  /** goroutine?debug=2: the program's goroutines, without the runtime's frames. */
  readonly dump: readonly PrintedGoroutine[];
  /** What it printed when it was ended: the runtime's own goroutines and frames too. */
  readonly crash: readonly PrintedGoroutine[];
}

/** Builds testdata/blocking with the Go in use and runs it. */
export function runBlocking(): Blocking {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-blocking-'));
  try {
    const program = join(folder, 'blocking');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: join(__dirname, '../blocking') });
    const { stderr } = spawnSync(program, [folder], {
      encoding: 'utf8',
      env: { ...process.env, GOTRACEBACK: 'system' },
      timeout: 60_000,
    });
    const read = (name: string) => readFileSync(join(folder, name));
    return {
      profile: new Uint8Array(gunzipSync(read('goroutine.d0'))),
      intended: JSON.parse(read('intended.json').toString()),
      dump: parsePrinted(read('goroutine.d2').toString()),
      crash: parsePrinted(stderr),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parsePrinted(text: string): PrintedGoroutine[] {
  return text.split('\n\n').flatMap((block) => {
    const [header = '', ...lines] = block.split('\n');
    const word = /^goroutine \d+ .*\[([^\],]+)[^\]]*\]:$/.exec(header)?.[1];
    // `main.f(0x1, {0x2, 0x3})`, and below each call a line with its place, which begins with a tab.
    const functions = lines.flatMap((line) => /^(?!created by )(\S.*)\([^()]*\)$/.exec(line)?.[1] ?? []);
    return word === undefined ? [] : [{ word, functions }];
  });
}
