import { readFileSync } from 'node:fs';
/** @jest-environment node */
import { StackInterner } from '../../profile/interner';
import type { Scrape } from '../../scrape';
import { CHUNK_ROWS } from '../chunk';
import { MemoryHistory } from '../memory';
import type { HistoryRange } from '../store';
import { FIELDS, KEYS, program, scrapeOf, seeded, stackOf } from '../testing';
import type { ChunkData } from './chunkData';
import { StoredError } from './error';
import { Ledger, type Written } from './ledger';
import { packRecord, unpackRecord, type Plain } from './record';
import type { RowData } from './tail';

// Every record goes through its bytes, as in a store.

const throughBytes = <T>(data: T): T => unpackRecord(packRecord(data as Plain)) as T;

function ledger(maxAgeMs = Infinity): Ledger {
  return new Ledger(new MemoryHistory({ maxAgeMs }), new StackInterner());
}

/** What a store holds after these. */
function stored(written: readonly Written[]): { chunks: ChunkData[]; rows: RowData[] } {
  const chunks = written.flatMap(({ chunk }) => (chunk ? [throughBytes(chunk)] : []));
  const lastMs = chunks.at(-1)?.times.at(-1) ?? -Infinity;
  return { chunks, rows: written.map(({ row }) => throughBytes(row)).filter(({ atMs }) => atMs > lastMs) };
}

/** Newest chunk, rows, then the older chunks from new to old: the order in which a page wants them. */
function restored({ chunks, rows }: ReturnType<typeof stored>, into = ledger()): Ledger {
  const older = [...chunks];
  const newest = older.pop();
  if (newest) {
    expect(into.adopt(newest)).toBe(true);
  }
  rows.forEach((row) => expect(into.follow(row)).toBe(true));
  older.reverse().forEach((chunk) => expect(into.adopt(chunk)).toBe(true));
  return into;
}

/** Everything a range tells. Lines apart, for a chunk keeps only the newest. */
function look(range: HistoryRange) {
  return {
    times: [...range.times],
    totals: [...range.totals],
    intervals: [...range.intervals],
    memory: FIELDS.map((field) => [...range.memory(field)]),
    fields: [...range.memoryFields].sort(),
    counts: KEYS.map((key) => [...range.counts(key)]),
    stacks: range.stacks.map(({ key }) => key).sort(),
    restarts: range.restarts,
    failures: range.failures,
    process: range.process,
    processes: range.processes.map(({ process, row }) => ({ row, ...process })),
  };
}

function scrapesOf(seed: number, count: number): Scrape[] {
  const made = program(seeded(seed), seed % 2 === 0);
  return Array.from({ length: count }, () => made.next().value);
}

describe('a history from its store', () => {
  it.each([1, 2, 3, 4, 5, 6])('tells what it told before, and goes on as it would have (seed %i)', (seed) => {
    const random = seeded(1000 + seed);
    const scrapes = scrapesOf(seed, 3 * CHUNK_ROWS + 40);
    const before = ledger();
    const cut = 1 + random(scrapes.length - 1);
    const after = restored(stored(scrapes.slice(0, cut).map((scrape) => before.append(scrape))));
    expect(look(after.history.range(0, Infinity))).toEqual(look(before.history.range(0, Infinity)));
    expect(after.history.length).toBe(cut);

    // Both take the rest, one as scrapes and the other as rows of it: half of them each way.
    scrapes.slice(cut).forEach((scrape, i) => {
      if (i % 2) {
        after.append(scrape);
        before.append(scrape);
      } else {
        expect(after.follow(throughBytes(before.append(scrape).row))).toBe(true);
      }
    });
    const [from, to] = [random(scrapes.length), scrapes.length - 1 - random(50)].map((i) => scrapes[i]?.atMs ?? 0);
    expect(look(after.history.range(from as number, to as number))).toEqual(
      look(before.history.range(from as number, to as number))
    );
    expect(look(after.history.range(0, Infinity))).toEqual(look(before.history.range(0, Infinity)));
  });

  it('has the newest lines of each stack of a chunk, as the objects that the target’s profiles have', () => {
    const before = ledger();
    const atLine = (ms: number, line: number) => before.append(scrapeOf(ms, [[stackOf('s1', line), 1]]));
    const lines = [7, ...Array.from({ length: CHUNK_ROWS }, () => 9)];
    const { chunks } = stored(lines.map((line, i) => atLine(1 + i, line)));
    const interner = new StackInterner();
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    history.adopt(chunks[0] as ChunkData, interner);
    const [stack] = history.range(0, 2).stacks;
    expect(stack?.frames).toEqual([{ function: 'main.s1', file: 'main.go', line: 9 }]);
    expect(stack?.frames[0]).toBe(interner.frame('main.s1', 'main.go', 9));
    expect(interner.get('s1')).toBe(stack);
  });

  it('sees a restart that happened while nobody looked', () => {
    const before = ledger();
    const at = (ms: number, startTimeMs: number) => scrapeOf(ms, [[stackOf('s1'), 1]], { process: { startTimeMs } });
    const written = Array.from({ length: CHUNK_ROWS + 1 }, (_, i) => before.append(at(1 + i, 5_000)));
    const { chunks } = stored(written);
    // Only the chunk came through: the rows after it were lost.
    const after = restored({ chunks, rows: [] });
    after.append(at(1_000, 90_000));
    expect(after.history.range(0, Infinity).restarts).toEqual([CHUNK_ROWS]);
  });

  it('sees a restart by a counter of the same source only', () => {
    const at = (ms: number, NumGC: number) =>
      scrapeOf(ms, undefined, { memory: { source: '/debug/vars', values: { NumGC } } });
    const before = ledger();
    const { chunks } = stored(Array.from({ length: CHUNK_ROWS + 1 }, (_, i) => before.append(at(1 + i, 50 + i))));
    const after = restored({ chunks, rows: [] });
    after.append(at(1_000, 3));
    expect(after.history.range(0, Infinity).restarts).toEqual([CHUNK_ROWS]);
  });

  it('goes on after a missing row with the next chunk', () => {
    const before = ledger();
    const scrapes = scrapesOf(7, 2 * CHUNK_ROWS);
    const rows = scrapes.map((scrape) => throughBytes(before.append(scrape).row));
    const after = ledger();
    const taken = rows.filter((row, i) => i !== 100 && after.follow(row));
    expect(taken.map(({ atMs }) => atMs)).toEqual(
      [...scrapes.slice(0, 100), ...scrapes.slice(CHUNK_ROWS)].map(({ atMs }) => atMs)
    );
    // What it takes itself then begins a chunk, so that those who read its rows can follow.
    expect(after.append(scrapeOf(1e12)).row.row).toBe(0);
  });

  it('begins a chunk of its own where rows are missing', () => {
    const before = ledger();
    const rows = scrapesOf(8, 20).map((scrape) => before.append(scrape).row);
    const after = ledger();
    rows.slice(0, 5).forEach((row) => after.follow(row));
    expect(after.follow(rows[7] as RowData)).toBe(false);
    const { chunk, row } = after.append(scrapeOf(1e12, [[stackOf('s1'), 3]]));
    expect([row.row, chunk?.times.length]).toEqual([0, 5]);
  });

  it('passes over rows that it has', () => {
    const before = ledger();
    const rows = scrapesOf(9, 50).map((scrape) => before.append(scrape).row);
    const after = ledger();
    [...rows, ...rows].forEach((row) => expect(after.follow(row)).toBe(true));
    expect(look(after.history.range(0, Infinity))).toEqual(look(before.history.range(0, Infinity)));
  });

  it('keeps to its age', () => {
    const before = ledger();
    const { chunks, rows } = stored(scrapesOf(10, 3 * CHUNK_ROWS + 9).map((scrape) => before.append(scrape)));
    const ageMs = (rows.at(-1)?.atMs as number) - (chunks[1]?.times[100] as number);
    const after = ledger(ageMs);
    expect([2, 1, 0].map((i) => after.adopt(chunks[i] as ChunkData))).toEqual([true, true, false]);
    rows.forEach((row) => after.follow(row));
    expect(after.history.range(0, Infinity).times[0]).toBe(chunks[1]?.times[100]);
    expect(after.adopt(chunks[0] as ChunkData)).toBe(false);
  });

  it('refuses a chunk that is not before', () => {
    const before = ledger();
    const { chunks } = stored(scrapesOf(11, 2 * CHUNK_ROWS + 1).map((scrape) => before.append(scrape)));
    const after = ledger();
    after.adopt(chunks[0] as ChunkData);
    expect(() => after.adopt(chunks[1] as ChunkData)).toThrow(RangeError);
  });
});

describe('damage', () => {
  const { chunk } = (() => {
    const before = ledger();
    return scrapesOf(12, CHUNK_ROWS + 1)
      .map((scrape) => before.append(scrape))
      .at(-1) as Written;
  })();
  const bytes = packRecord(chunk as unknown as Plain);

  it.each([0, 5, 9, 40, 4000, -1])('of one bit at %i is found', (at) => {
    const damaged = bytes.slice();
    const index = at < 0 ? damaged.length + at : at;
    damaged[index] = (damaged[index] as number) ^ 16;
    expect(() => unpackRecord(damaged)).toThrow(StoredError);
  });

  it.each([0, 8, 15, 16, 1000])('of a record cut to %i bytes is found', (length) => {
    expect(() => unpackRecord(bytes.subarray(0, length))).toThrow(StoredError);
  });

  const wrong: Array<[string, Partial<ChunkData>]> = [
    ['no rows', { times: new Float64Array(0) }],
    ['times that fall', { times: (chunk as ChunkData).times.slice().reverse() }],
    ['a column too short', { totals: new Float64Array(3) }],
    ['facts that are not there', { facts: [] }],
    ['intervals of other rows', { intervals: { base: 1, step: 1, codes: new Uint8Array(3) } }],
    ['runs cut off', { runs: new Uint8Array(3) }],
  ];
  it.each(wrong)('by a writer’s mistake (%s) is found, and nothing is taken', (_, part) => {
    const into = ledger();
    expect(() => into.adopt({ ...(chunk as ChunkData), ...part })).toThrow(StoredError);
    expect(into.history.length).toBe(0);
    expect(into.adopt(chunk as ChunkData)).toBe(true);
  });

  it('by a row that counts a stack which is not there ends the chunk', () => {
    const into = ledger();
    const row: RowData = { ...ledger().append(scrapeOf(1, [[stackOf('s1'), 1]])).row };
    const goroutines = { total: 1, changes: Uint8Array.of(4, 1) };
    expect(() => into.follow({ ...row, goroutines })).toThrow(StoredError);
    expect(into.follow({ ...row, row: 1 })).toBe(false);
    expect(into.follow(row)).toBe(true);
  });
});

it('takes bytes at any offset', () => {
  const value = { a: [1, { b: Float64Array.of(1.5, NaN) }], c: new Uint8Array(0), d: 'é', e: null };
  const shifted = new Uint8Array(packRecord(value).length + 3);
  shifted.set(packRecord(value), 3);
  expect(unpackRecord(shifted.subarray(3))).toEqual(value);
});

it('opens what was written before scrapes told their interval (testdata/stored)', () => {
  const former = (name: string) => unpackRecord(readFileSync(`testdata/stored/former.${name}`)) as unknown;
  const into = ledger();
  expect(into.adopt(former('chunk') as ChunkData)).toBe(true);
  expect(into.follow(former('row') as RowData)).toBe(true);
  into.append(scrapeOf(1_800_004_000_000, [[stackOf('leaks'), 999]], { intervalMs: 145_000 }));
  const range = into.history.range(0, Infinity);
  const rows = [...Array(CHUNK_ROWS + 1).keys()];
  expect([...range.times]).toEqual([...rows.map((i) => 1_800_000_000_000 + 15_000 * i), 1_800_004_000_000]);
  expect([...range.counts('leaks')]).toEqual([...rows.map((i) => 1 + i), 999]);
  expect([...range.memory('Sys')]).toEqual([...rows.map((i) => 4096 * i), NaN]);
  expect([...range.intervals]).toEqual([...rows.map(() => NaN), 145_000]);
});

describe('the interval at which scrapes were due', () => {
  const bytesOf = (intervalOf: (i: number) => number | undefined) => {
    const into = ledger();
    const { chunk } = Array.from({ length: CHUNK_ROWS + 1 }, (_, i) =>
      into.append(scrapeOf(1 + i, [[stackOf('s1'), 1]], { intervalMs: intervalOf(i) }))
    ).at(-1) as Written;
    return packRecord(chunk as unknown as Plain).length;
  };

  it('takes next to nothing where it stays, and two bytes where it moves', () => {
    const without = bytesOf(() => undefined);
    expect(bytesOf(() => 15_000) - without).toBeLessThan(64);
    expect(bytesOf((i) => (i < 100 ? 15_000 : 60_000)) - without).toBeLessThan(CHUNK_ROWS + 96);
    expect(bytesOf((i) => 40_000 + ((i * 7919) % 9973)) - without).toBeLessThan(2 * CHUNK_ROWS + 96);
  });
});
