import { StackInterner } from '../../src/core/profile/interner';
import { MemoryHistory } from '../../src/core/history/memory';
import { Ledger, type Written } from '../../src/core/history/stored/ledger';
import { packRecord, type Plain } from '../../src/core/history/stored/record';
import type { Stack } from '../../src/core/profile/stack';
import type { Scrape } from '../../src/core/scrape';
import { seeded } from '../history/scrapes';

export interface Shape {
  readonly scrapes: number;
  readonly stacks: number;
  readonly intervalMs: number;
  readonly lastMs: number;
}

const DEPTH = 14;
const FUNCTIONS = 3_000;
/** Of the counts in a scrape: others than in the one before. */
const CHANGING = 0.1;

/** A program of many stacks, each of functions that others have too, whose counts go up and down by a few. */
export function* scrapesOf({ intervalMs, lastMs, scrapes, stacks: count }: Shape): Generator<Scrape> {
  const random = seeded(7);
  const interner = new StackInterner();
  const stacks = Array.from({ length: count }, (_, i) => stackOf(i, interner, random));
  const counts = Float64Array.from(stacks, () => Math.ceil(300 * random() ** 4));
  for (let i = 0; i < scrapes; i++) {
    for (let s = 0; s < count; s++) {
      if (random() < CHANGING) {
        counts[s] = Math.max(1, counts[s]! + Math.floor(random() * 9) - 4);
      }
    }
    yield {
      atMs: lastMs - (scrapes - 1 - i) * intervalMs,
      goroutines: { total: counts.reduce((sum, value) => sum + value, 0), stacks, counts: counts.slice() },
      memory: {
        source: '/metrics',
        values: { Sys: 5e8 + 4096 * (i % 900), HeapAlloc: 1e8 + 8 * Math.floor(random() * 1e6), RSS: 4e8 },
      },
      process: { startTimeMs: lastMs - 1e9, goVersion: 'go1.26.8' },
      cost: { requests: 2, bytes: 100_000, durationMs: 10 },
      // As a budget stretches it: never twice the same.
      intervalMs: intervalMs + Math.floor(random() * 1000),
      spentMs: 10,
      failures: [],
    };
  }
}

function stackOf(i: number, interner: StackInterner, random: () => number): Stack {
  const frames = Array.from({ length: DEPTH }, (_, depth) => {
    const number = depth === 0 ? i : Math.floor(random() * FUNCTIONS);
    const file = `/go/pkg/mod/example.com/shop/service${number % 40}@v1.4.2/handler${number}.go`;
    return interner.frame(
      `example.com/shop/service${number % 40}.(*Handler${number}).serve`,
      file,
      10 + (number % 300)
    );
  });
  return { key: `k${i.toString(36)}stack`, frames, blockedOn: 'chan receive', userFrame: 0 };
}

/** As a store has it after these scrapes. */
export interface Kept {
  readonly chunks: ReadonlyArray<{ readonly firstMs: number; readonly lastMs: number; readonly bytes: Uint8Array }>;
  readonly rows: ReadonlyArray<{ readonly lastMs: number; readonly bytes: Uint8Array }>;
}

export function keptOf(scrapes: Iterable<Scrape>): Kept {
  const ledger = new Ledger(new MemoryHistory({ maxAgeMs: Infinity }), new StackInterner());
  const chunks: Array<Kept['chunks'][number]> = [];
  let rows: Array<Kept['rows'][number]> = [];
  for (const scrape of scrapes) {
    const { chunk, row }: Written = ledger.append(scrape);
    if (chunk) {
      chunks.push({
        firstMs: chunk.times[0]!,
        lastMs: chunk.times.at(-1)!,
        bytes: packRecord(chunk as unknown as Plain),
      });
      rows = rows.slice(-256);
    }
    rows.push({ lastMs: row.atMs, bytes: packRecord(row as unknown as Plain) });
  }
  return { chunks, rows };
}
