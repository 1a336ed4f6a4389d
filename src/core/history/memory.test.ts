/** @jest-environment node */
import type { Stack } from '../profile/stack';
import type { GoroutineCounts, Scrape } from '../scrape';
import { runSteps } from '../steps';
import { CHUNK_ROWS } from './chunk';
import { MemoryHistory } from './memory';
import { scrapeOf, stackOf } from './testing';

const [stack, scrape] = [stackOf, scrapeOf];
const [A, B, C] = [stack('a'), stack('b'), stack('c')] as [Stack, Stack, Stack];

const history = (...scrapes: Scrape[]) => {
  const store = new MemoryHistory({ maxAgeMs: 1e9 });
  scrapes.forEach((item) => store.append(item));
  return store;
};

describe('range', () => {
  const failure = { part: 'goroutines', message: 'asked, came, do' } as const;
  const memory = (Sys: number): Partial<Scrape> => ({ memory: { source: '/metrics', values: { Sys } } });
  const store = history(
    scrape(
      10,
      [
        [A, 1],
        [B, 2],
      ],
      memory(100)
    ),
    scrape(20, [[B, 3]], { failures: [{ part: 'memory', message: 'm' }] }),
    scrape(30, undefined, { ...memory(300), failures: [failure] }),
    scrape(
      40,
      [
        [A, 4],
        [C, 5],
      ],
      { memory: { source: '/metrics', values: { Sys: 400, RSS: 7 } } }
    )
  );

  it('has a cell per scrape: 0 for a stack that was not there, NaN where nothing was taken', () => {
    const range = store.range(0, 100);
    expect([...range.times]).toEqual([10, 20, 30, 40]);
    expect([...range.totals]).toEqual([3, 3, NaN, 9]);
    expect([...range.counts('a')]).toEqual([1, 0, NaN, 4]);
    expect([...range.counts('b')]).toEqual([2, 3, NaN, 0]);
    expect([...range.counts('c')]).toEqual([0, 0, NaN, 5]);
    expect([...range.counts('never')]).toEqual([0, 0, NaN, 0]);
    expect([...range.memory('Sys')]).toEqual([100, NaN, 300, 400]);
    expect([...range.memory('RSS')]).toEqual([NaN, NaN, NaN, 7]);
    expect([...range.memory('MaxRSS')]).toEqual([NaN, NaN, NaN, NaN]);
    expect(range.failures).toEqual([
      { part: 'memory', message: 'm', atMs: 20 },
      { ...failure, atMs: 30 },
    ]);
  });

  it('tells the least of each span, of the scrapes that took a profile', () => {
    const spans = { from: Int32Array.of(0, 1, 2, 3), to: Int32Array.of(1, 2, 3, 4) };
    const minima = runSteps(store.range(0, 100).minimaSteps(spans));
    expect(minima.map((column) => [...column])).toEqual([
      [1, 0, Infinity, 4],
      [2, 3, Infinity, 0],
      [0, 0, Infinity, 5],
    ]);
    const whole = { from: Int32Array.of(0), to: Int32Array.of(2) };
    expect(runSteps(store.range(0, 100).minimaSteps(whole)).map(([least]) => least)).toEqual([0, 2, 0]);
  });

  it('includes both ends, and tells only of what it holds', () => {
    const range = store.range(10, 30);
    expect([...range.times]).toEqual([10, 20, 30]);
    expect(range.stacks).toEqual([A, B]);
    expect(range.memoryFields).toEqual(['Sys']);
    expect(store.range(20, 20).stacks).toEqual([B]);
    expect(store.range(11, 19).times).toHaveLength(0);
    expect(store.range(11, 19)).toMatchObject({
      stacks: [],
      memoryFields: [],
      restarts: [],
      failures: [],
      process: {},
    });
    expect(store.range(50, 10).times).toHaveLength(0);
    expect([...store.range(-Infinity, Infinity).times]).toEqual([10, 20, 30, 40]);
  });

  it('of an empty history is empty', () => {
    expect(new MemoryHistory({ maxAgeMs: 1 }).range(0, 1).times).toHaveLength(0);
    expect(new MemoryHistory({ maxAgeMs: 1 }).latest).toBeUndefined();
  });

  it('gives the newest lines within it', () => {
    const moved = stack('a', 2);
    const store2 = history(scrape(1, [[A, 1]]), scrape(2, [[moved, 1]]), scrape(3, [[B, 1]]));
    expect(store2.range(0, 9).stacks).toEqual([moved, B]);
    expect(store2.range(0, 1).stacks).toEqual([A]);
  });

  it('knows the process as of its end', () => {
    const store2 = history(
      scrape(1, [], { process: { goVersion: 'go1.26', buildId: 'x', godebug: '' } }),
      scrape(2, [], { process: { buildId: '' } }),
      scrape(3, [], { process: { buildId: 'y' } })
    );
    expect(store2.range(0, 2).process).toEqual({ goVersion: 'go1.26', buildId: 'x', godebug: '' });
    // After a restart nothing of the former process is known.
    expect(store2.range(0, 3).process).toEqual({ buildId: 'y' });
    const known = { goVersion: 'go1.26', buildId: 'x', godebug: '' };
    expect(store2.range(0, 3).processes).toEqual([
      { row: 0, process: known },
      { row: 2, process: { buildId: 'y' } },
    ]);
    // A range that begins later knows what was known by then.
    expect(store2.range(2, 2).processes).toEqual([{ row: 0, process: known }]);
  });
});

describe('append', () => {
  it('refuses what is not after the last, and takes nothing of it', () => {
    const store = history(scrape(10, [[A, 1]]));
    expect(() => store.append(scrape(10, [[B, 1]]))).toThrow(
      new RangeError('scrapes come in order of time: 10 is not after 10')
    );
    expect(() => store.append(scrape(9))).toThrow(RangeError);
    expect(() => store.append(scrape(NaN))).toThrow(RangeError);
    expect(() => new MemoryHistory({ maxAgeMs: 1 }).append(scrape(NaN))).toThrow(RangeError);
    expect(store.length).toBe(1);
    expect(store.range(0, 99).stacks).toEqual([A]);
    expect(store.latest?.atMs).toBe(10);
  });
});

describe('a profile that is none', () => {
  const one = (counts: number[], stacks = [A, B], total = 3): GoroutineCounts => ({
    total,
    stacks,
    counts: Float64Array.from(counts),
  });
  it.each([
    ['a fraction', one([1, 0.5]), 'stack b'],
    ['less than none', one([-1, 1]), 'stack a'],
    ['no number', one([NaN, 1]), 'stack a'],
    ['more than a double counts', one([1, 2 ** 53 + 2]), 'stack b'],
    ['without a count', one([1]), '2 stacks with 1 counts'],
    ['a total that is no count', one([1, 2], [A, B], NaN), 'in all'],
    ['a known stack twice', one([1, 2], [A, A]), 'stack a twice'],
    ['a new stack twice', one([1, 2, 3], [A, C, C]), 'stack c twice'],
    ['a new stack twice, as two objects', one([1, 2], [C, stack('c', 9)]), 'stack c twice'],
  ])('is refused: %s', (_, goroutines, message) => {
    const store = history(scrape(10, [[A, 1]]), scrape(20, [[A, 2]]));
    const bytes = store.bytes.stacks;
    expect(() => store.append({ ...scrape(30, []), goroutines })).toThrow(RangeError);
    expect(() => store.append({ ...scrape(30, []), goroutines })).toThrow(message);
    expect(store.length).toBe(2);
    expect(store.latest?.atMs).toBe(20);
    expect(store.bytes.stacks).toBe(bytes);
    store.append(scrape(30, [[B, 7]]));
    expect(store.range(0, 99).stacks).toEqual([A, B]);
    expect([...store.range(0, 99).counts('a')]).toEqual([1, 2, 0]);
    expect([...store.range(0, 99).counts('b')]).toEqual([0, 0, 7]);
  });

  it.each([0, 1, CHUNK_ROWS, CHUNK_ROWS + 1])('leaves no trace after %p scrapes', (rows) => {
    const store = new MemoryHistory({ maxAgeMs: 1e9 });
    for (let i = 0; i < rows; i++) {
      store.append(scrape(i, [[A, 1 + i]]));
    }
    expect(() => store.append({ ...scrape(rows), goroutines: one([1, -1], [B, A]) })).toThrow(RangeError);
    expect(store.range(0, 1e9).times).toHaveLength(rows);
    expect(store.length).toBe(rows);
    store.append(scrape(rows, [[A, 9]]));
    expect([...store.range(0, 1e9).counts('a')]).toEqual([...Array.from({ length: rows }, (_, i) => 1 + i), 9]);
    expect(store.range(0, 1e9).stacks).toEqual([A]);
  });

  it('is not one that names a stack without goroutines, or nothing at all', () => {
    const none = [B, 0] as const;
    const store = history(scrape(1, [[A, 1], none]), scrape(2, [[A, 0], none]), scrape(3, []));
    expect(store.range(0, 9).stacks).toEqual([A]);
    expect([...store.range(0, 9).counts('a')]).toEqual([1, 0, 0]);
    expect(store.range(2, 3).stacks).toEqual([]);
  });
});

describe('groups', () => {
  const range = history(scrape(1, [[A, 1]]), scrape(2), scrape(3, [[B, 2]])).range(0, 9);

  it('are of this range', () => {
    const message = 'groups of 3 stacks for a range of 2';
    expect(() => range.weigh({ groups: 1, groupOf: new Int32Array(3) })).toThrow(new RangeError(message));
    expect(() => range.columns({ groups: 1, groupOf: Int32Array.of(0, 1) })).toThrow(new RangeError('group 1 of 1'));
  });

  it('end at 0 where a later chunk does not have them', () => {
    const store = new MemoryHistory({ maxAgeMs: 1e9 });
    for (let i = 0; i < 2 * CHUNK_ROWS; i++) {
      store.append(
        scrape(
          i,
          i < CHUNK_ROWS
            ? [
                [A, 3],
                [B, 1],
              ]
            : [[B, 2]]
        )
      );
    }
    const { first, last } = store.range(0, 1e9).weigh({ groups: 2, groupOf: Int32Array.of(0, 1) });
    expect([...first]).toEqual([3, 1]);
    expect([...last]).toEqual([0, 2]);
    expect(store.range(0, 1e9).top(2, 'growth')).toEqual([1, 0]);
  });

  it('may be empty, and leave stacks out', () => {
    const grouping = { groups: 2, groupOf: Int32Array.of(-1, 1) };
    expect(range.columns(grouping).map((column) => [...column])).toEqual([
      [0, NaN, 0],
      [0, NaN, 2],
    ]);
    expect(range.weigh(grouping)).toEqual({
      peak: Float64Array.of(0, 2),
      sum: Float64Array.of(0, 2),
      first: Float64Array.of(0, 0),
      last: Float64Array.of(0, 2),
    });
    expect(range.columns({ groups: 0, groupOf: Int32Array.of(-1, -1) })).toEqual([]);
    expect(range.top(0, 'size')).toEqual([]);
    expect(range.top(9, 'growth')).toEqual([1, 0]);
  });
});

describe('what was handed out never changes', () => {
  it('where a stack of former chunks comes back between two questions', () => {
    const store = new MemoryHistory({ maxAgeMs: 1e9 });
    for (let i = 0; i < CHUNK_ROWS + 5; i++) {
      store.append(scrape(i, i < CHUNK_ROWS ? [[A, 1]] : [[B, i]]));
    }
    const range = store.range(CHUNK_ROWS, 1e9);
    expect(range.stacks).toEqual([B]);
    store.append(scrape(CHUNK_ROWS + 5, [[A, 7]]));
    expect([...range.counts('b')]).toEqual([0, 1, 2, 3, 4].map((i) => CHUNK_ROWS + i));
    expect([...(range.columns({ groups: 1, groupOf: Int32Array.of(0) })[0] ?? [])]).toEqual([...range.counts('b')]);
    expect(range.top(1, 'growth')).toEqual([0]);
  });

  it('through appends, new stacks, moved lines and retention, whenever a column is first asked for', () => {
    const store = new MemoryHistory({ maxAgeMs: 1e9, maxScrapes: CHUNK_ROWS });
    for (let i = 0; i < 5; i++) {
      store.append(scrape(i, [[A, i + 1]], { memory: { source: '/metrics', values: { Sys: i } } }));
    }
    const late = store.range(0, 1e6);
    const early = store.range(0, 1e6);
    const look = (range: typeof late) => ({
      times: [...range.times],
      a: [...range.counts('a')],
      b: [...range.counts('b')],
      sys: [...range.memory('Sys')],
      rss: [...range.memory('RSS')],
      fields: range.memoryFields,
      stacks: range.stacks,
      restarts: range.restarts,
    });
    const before = look(early);
    for (let i = 5; i < 3 * CHUNK_ROWS; i++) {
      store.append(
        scrape(
          i,
          [
            [stack('a', i), 9],
            [B, 1],
          ],
          { memory: { source: '/metrics', values: { Sys: 1000 + i, RSS: 5 } } }
        )
      );
    }
    expect(store.range(0, 4).times).toHaveLength(0);
    expect(look(late)).toEqual(before);
    expect(look(early)).toEqual(before);
    expect(before.stacks).toEqual([A]);
  });
});

describe('retention', () => {
  it('gives the room of stacks that are gone to others, and ranges of before do not mind', () => {
    const store = new MemoryHistory({ maxAgeMs: 300 });
    const held = [];
    const alive = (i: number) => Array.from({ length: 5 }, (_, k) => [stack(`s${i + k}`), i + 1] as const);
    for (let i = 0; i < 8 * CHUNK_ROWS; i++) {
      store.append(scrape(i, alive(i)));
      if (i % 100 === 99) {
        held.push({ i, range: store.range(i - 50, i) });
      }
    }
    for (const { i, range } of held) {
      expect(range.stacks.map(({ key }) => key)).toEqual(Array.from({ length: 55 }, (_, k) => `s${i - 50 + k}`));
      expect([...range.counts(`s${i}`)]).toEqual(Array.from({ length: 51 }, (_, k) => (k < 46 ? 0 : i - 49 + k)));
    }
  });

  it('by bytes: a program too large for it is remembered as far as it goes, and the newest scrape always', () => {
    const stacks = Array.from({ length: 2000 }, (_, i) => stack(`s${i}`));
    const at = (time: number) =>
      scrape(
        time,
        stacks.map((item, i) => [item, 1 + ((time * 7919 + i * 31) % 1000)] as const)
      );
    const store = new MemoryHistory({ maxAgeMs: Infinity, maxBytes: 2e6 });
    const tiny = new MemoryHistory({ maxAgeMs: Infinity, maxBytes: 1 });
    for (let i = 0; i < 500; i++) {
      store.append(at(i));
      tiny.append(at(i));
      expect(store.byteLength).toBeLessThan(2e6);
      expect(tiny.byteLength).toBeLessThan(1e6);
    }
    expect(store.length).toBeGreaterThan(100);
    expect(store.length).toBeLessThan(500);
    expect(tiny.length).toBeGreaterThan(0);
    for (const { range, time } of [store, tiny].map((item) => ({ range: item.range(499, 499), time: 499 }))) {
      expect(stacks.map(({ key }) => range.counts(key)[0])).toEqual([...at(time).goroutines!.counts]);
    }
  });

  it('by age, exact to the scrape', () => {
    const store = new MemoryHistory({ maxAgeMs: 100 });
    for (let i = 0; i <= 1000; i++) {
      store.append(scrape(i, [[A, i]]));
    }
    expect(store.length).toBe(101);
    expect([...store.range(0, 1e9).times]).toEqual(Array.from({ length: 101 }, (_, i) => 900 + i));
    expect(store.range(0, 1e9).counts('a')[0]).toBe(900);
    // A long silence: only the newest is left.
    store.append(scrape(1e6));
    expect(store.length).toBe(1);
  });

  it('by number', () => {
    const store = new MemoryHistory({ maxAgeMs: 1e9, maxScrapes: 3 });
    for (let i = 0; i < 2 * CHUNK_ROWS + 1; i++) {
      store.append(scrape(i, [[A, i]]));
      expect(store.length).toBe(Math.min(3, i + 1));
    }
    expect([...store.range(0, 1e9).counts('a')]).toEqual([2, 1, 0].map((back) => 2 * CHUNK_ROWS - back));
  });
});

describe('agrees with a plain array of scrapes', () => {
  it('over chunks, gaps, and any range', () => {
    let seed = 42;
    const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
    const stacks = Array.from({ length: 30 }, (_, i) => stack(`s${i}`));
    const kept: Scrape[] = [];
    const store = new MemoryHistory({ maxAgeMs: 1e9 });
    for (let i = 0; i < 500; i++) {
      const present = stacks.filter((_, k) => random(30) > k % 29).map((item) => [item, 1 + random(50)] as const);
      const next = scrape(i * 10 + random(9), random(7) === 0 ? undefined : present);
      kept.push(next);
      store.append(next);
    }
    for (let round = 0; round < 40; round++) {
      const [from, to] = [random(5200), random(5200)].sort((a, b) => a - b) as [number, number];
      const range = store.range(from, to);
      const expected = kept.filter(({ atMs }) => atMs >= from && atMs <= to);
      expect([...range.times]).toEqual(expected.map(({ atMs }) => atMs));
      const seen = new Set(expected.flatMap(({ goroutines }) => goroutines?.stacks ?? []));
      expect(new Set(range.stacks)).toEqual(seen);
      const { key } = stacks[random(30)] as Stack;
      expect([...range.counts(key)]).toEqual(
        expected.map(({ goroutines }) => {
          const at = goroutines?.stacks.findIndex((item) => item.key === key) ?? -1;
          return goroutines ? (goroutines.counts[at] ?? 0) : NaN;
        })
      );
    }
  });
});
