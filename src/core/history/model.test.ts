/** @jest-environment node */
import type { Stack, StackKey } from '../profile/stack';
import type { Scrape } from '../scrape';
import { runSteps } from '../steps';
import { CHUNK_ROWS } from './chunk';
import { MemoryHistory, type MemoryHistoryOptions } from './memory';
import type { Grouping, HistoryRange, Measure } from './store';
import { FIELDS, KEYS, program, seeded, type Random } from './testing';

// A history against the plainest thing that could do its work: an array of scrapes, and every cell looked for in it.

/** What a range over these scrapes must say. `knownSince`: when each stack was first seen, over all scrapes ever. */
function expected(scrapes: readonly Scrape[], knownSince: ReadonlyMap<StackKey, number>) {
  const countOf = ({ goroutines }: Scrape, key: StackKey) => {
    const at = goroutines?.stacks.findIndex((stack) => stack.key === key) ?? -1;
    return goroutines ? (goroutines.counts[at] ?? 0) : NaN;
  };
  const counts = new Map(KEYS.map((key) => [key, scrapes.map((scrape) => countOf(scrape, key))]));
  const first = (key: StackKey) => (counts.get(key) as number[]).findIndex((count) => count > 0);
  const newest = (key: StackKey) =>
    scrapes
      .filter((scrape) => countOf(scrape, key) > 0)
      .at(-1)
      ?.goroutines?.stacks.find((stack) => stack.key === key);
  return {
    times: scrapes.map(({ atMs }) => atMs),
    totals: scrapes.map(({ goroutines }) => goroutines?.total ?? NaN),
    intervals: scrapes.map(({ intervalMs = NaN }) => intervalMs),
    counts,
    memory: FIELDS.map((field) => scrapes.map(({ memory }) => memory?.values[field] ?? NaN)),
    failures: scrapes.flatMap(({ failures }) => failures.map(({ message }) => message)),
    process: scrapes.at(-1)?.process ?? {},
    stacks: KEYS.filter((key) => first(key) >= 0)
      .sort((a, b) => first(a) - first(b) || (knownSince.get(a) as number) - (knownSince.get(b) as number))
      .map(newest),
  };
}

function look(range: HistoryRange): ReturnType<typeof expected> {
  return {
    counts: new Map(KEYS.map((key) => [key, [...range.counts(key)]])),
    times: [...range.times],
    totals: [...range.totals],
    intervals: [...range.intervals],
    memory: FIELDS.map((field) => [...range.memory(field)]),
    failures: range.failures.map(({ message }) => message),
    process: range.process,
    stacks: [...range.stacks],
  };
}

/**
 * The same, but for which of two stacks that came together comes first: the one that is known longer, which is
 * forgotten with the chunks that knew. The rest of the order stands.
 */
function tiesByKey(told: ReturnType<typeof expected>): ReturnType<typeof expected> {
  const first = (stack: Stack | undefined) => told.counts.get(stack?.key ?? '')?.findIndex((count) => count > 0) ?? -1;
  const inOrder = told.stacks.map(first);
  expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  const stacks = [...told.stacks].sort((a, b) => first(a) - first(b) || (a!.key < b!.key ? -1 : 1));
  return { ...told, stacks };
}

/** Groups, weighed the plain way from their columns. */
function weighed(columns: readonly number[][]) {
  const told = columns.map((column) => column.filter((value) => !Number.isNaN(value)));
  return {
    peak: told.map((column) => Math.max(0, ...column)),
    sum: told.map((column) => column.reduce((sum, value) => sum + value, 0)),
    first: told.map((column) => column[0] ?? 0),
    last: told.map((column) => column.at(-1) ?? 0),
  };
}

function checkGroups(range: HistoryRange, counts: ReadonlyMap<StackKey, number[]>, grouping: Grouping): void {
  const columns = Array.from({ length: grouping.groups }, (_, group) =>
    [...range.totals].map((total, row) =>
      range.stacks.reduce(
        (sum, { key }, i) => (grouping.groupOf[i] === group ? sum + (counts.get(key)?.[row] as number) : sum),
        Number.isNaN(total) ? NaN : 0
      )
    )
  );
  expect(range.columns(grouping).map((column) => [...column])).toEqual(columns);
  const { peak, sum, first, last } = range.weigh(grouping);
  expect({ peak: [...peak], sum: [...sum], first: [...first], last: [...last] }).toEqual(weighed(columns));
}

/** Spans that begin and end anywhere, some of them side by side. */
function checkMinima(range: HistoryRange, counts: ReadonlyMap<StackKey, number[]>, random: Random): void {
  const edges = Array.from({ length: 2 * random(12) }, () => random(range.times.length + 1)).sort((a, b) => a - b);
  const from = Int32Array.from(edges.filter((_, i) => i % 2 === 0));
  const to = Int32Array.from(edges.filter((_, i) => i % 2 === 1));
  const plain = range.stacks.map(({ key }) =>
    [...from].map((first, i) => {
      const told = (counts.get(key) as number[]).slice(first, to[i]).filter((count) => !Number.isNaN(count));
      return Math.min(...told);
    })
  );
  expect(runSteps(range.minimaSteps({ from, to })).map((column) => [...column])).toEqual(plain);
}

function checkTop(range: HistoryRange, counts: ReadonlyMap<StackKey, number[]>, n: number, by: Measure): void {
  const { peak, sum, first, last } = weighed(range.stacks.map(({ key }) => counts.get(key) as number[]));
  const measure = (i: number) => (by === 'size' ? peak[i]! : last[i]! - first[i]!);
  const order = range.stacks
    .map((_, i) => i)
    .sort((a, b) => measure(b) - measure(a) || (by === 'size' ? sum[b]! - sum[a]! : 0) || a - b);
  expect(range.top(n, by)).toEqual(order.slice(0, n));
}

/** Runs a program of `rows` scrapes into a history, and looks at ranges on the way and again at the end. */
function run(seed: number, rows: number, options: MemoryHistoryOptions, hasLarge: boolean) {
  const random = seeded(seed);
  const store = new MemoryHistory(options);
  const isKept = options.maxAgeMs === Infinity && options.maxBytes === undefined && options.maxScrapes === undefined;
  const compare = (range: HistoryRange, want: ReturnType<typeof expected>) =>
    isKept ? expect(look(range)).toEqual(want) : expect(tiesByKey(look(range))).toEqual(tiesByKey(want));
  const knownSince = new Map<StackKey, number>();
  let model: Scrape[] = [];
  let fewest = Infinity;
  const held: Array<{ range: HistoryRange; want: ReturnType<typeof expected> }> = [];
  const next = program(random, hasLarge);
  for (let i = 0; i < rows; i++) {
    const scrape = next.next().value;
    store.append(scrape);
    scrape.goroutines?.stacks.forEach(({ key }, place) => {
      if (scrape.goroutines?.counts[place] !== 0 && !knownSince.has(key)) {
        knownSince.set(key, knownSince.size);
      }
    });
    model.push(scrape);
    model = model.filter(({ atMs }) => atMs >= scrape.atMs - options.maxAgeMs).slice(-(options.maxScrapes ?? rows));
    if (options.maxBytes !== undefined) {
      expect(store.length).toBeLessThanOrEqual(model.length);
      model = model.slice(-store.length);
      fewest = i > 2 * CHUNK_ROWS ? Math.min(fewest, store.length) : fewest;
    }
    expect(store.length).toBe(model.length);
    expect(store.latest).toBe(scrape);
    if (random(35) === 0 || i === rows - 1) {
      const times = model.map(({ atMs }) => atMs);
      const pick = () => (times[random(times.length)] as number) + random(3) - 1;
      const [from, to] = random(3) ? [pick(), pick()].sort((a, b) => a - b) : [-Infinity, Infinity];
      const range = store.range(from!, to!);
      const want = expected(
        model.filter(({ atMs }) => atMs >= from! && atMs <= to!),
        knownSince
      );
      held.push({ range, want });
      if (random(2)) {
        // The other half is read for the first time after all that comes later.
        compare(range, want);
        checkMinima(range, want.counts, random);
        const groups = 1 + random(8);
        const groupOf = Int32Array.from(range.stacks, () => random(groups + 1) - 1);
        if (!hasLarge) {
          checkGroups(range, want.counts, { groups, groupOf });
          checkTop(range, want.counts, random(30), random(2) ? 'size' : 'growth');
        }
      }
    }
  }
  held.forEach(({ range, want }) => compare(range, want));
  expect(held.length).toBeGreaterThan(10);
  return { store, held, fewest };
}

describe('agrees with an array of scrapes, and what was handed out stays as it was', () => {
  it.each([1, 2, 3])('keeping everything, seed %p', (seed) => {
    const { held } = run(seed, 3 * CHUNK_ROWS, { maxAgeMs: Infinity }, false);
    const { range, want } = held.at(-1)!;
    checkGroups(range, want.counts, { groups: range.stacks.length, groupOf: Int32Array.from(range.stacks.keys()) });
  });

  it.each([4, 5])('with counts up to 2^53, seed %p', (seed) => {
    run(seed, 2 * CHUNK_ROWS + 50, { maxAgeMs: Infinity }, true);
  });

  it.each([
    [6, { maxAgeMs: 3000 }],
    [7, { maxAgeMs: Infinity, maxScrapes: 2 * CHUNK_ROWS }],
    [8, { maxAgeMs: 8000, maxScrapes: 300 }],
  ])('with retention, seed %p: %p', (seed, options) => {
    run(seed, 4 * CHUNK_ROWS, options, false);
  });

  it.each([9, 10])('with retention by bytes, seed %p', (seed) => {
    const maxBytes = 120_000;
    const { store, fewest } = run(seed, 6 * CHUNK_ROWS, { maxAgeMs: Infinity, maxBytes }, false);
    expect(store.byteLength).toBeLessThan(maxBytes);
    expect(fewest).toBeGreaterThan(CHUNK_ROWS);
  });
});
