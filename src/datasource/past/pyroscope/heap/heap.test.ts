import { heapAnswer } from '../../../../core/history/answers';
import { HeapHistory } from '../../../../core/history/heapHistory';
import type { PastHeapColumns } from '../../../../core/history/past/heapColumns';
import { seeded } from '../../../../core/history/testing';
import { StackInterner } from '../../../../core/profile/interner';
import { runSteps } from '../../../../core/steps';
import { PyroscopeReader } from '../reader';
import { FakePyroscope, storing, type StoredHeap } from '../testing';
import { heap } from './heap';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 100 * DAY;
/** Of buckets that a day is cut into. */
const BUCKETS = 48;

/** Profiles every so often. Each has less than two of them together. */
function scraped(fromMs: number, toMs: number, everyMs: number, instance?: string): StoredHeap[] {
  const all: StoredHeap[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += everyMs) {
    // From one to below two millions.
    const own = 1_000_000 + Math.floor((atMs / 7) % 900_000);
    all.push({
      atMs,
      instance,
      stacks: { 'main.load;main.main': own, 'main.main': 5, 'bufio.NewReader;main.main': 3 },
    });
  }
  return all;
}

function readerOf(heaps: readonly StoredHeap[]) {
  const pyroscope = new FakePyroscope(storing(heaps));
  const clock = { nowMs: START };
  const reader = new PyroscopeReader({ uid: 'pyro', matchers: 'service="x"' }, heap('inuse_space'), () => clock.nowMs);
  /** Reads the last `spanMs`, and gives how many questions that took. */
  const last = async (spanMs: number) => {
    pyroscope.asked.length = 0;
    await reader.read(clock.nowMs - spanMs, clock.nowMs, () => undefined);
    return pyroscope.asked.length;
  };
  /** What is known, by row: when, and bytes by stack. */
  const known = () => {
    const told = reader.told(START - DAY, START);
    if (!told) {
      return [];
    }
    const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
    runSteps(history.holdPastSteps(told.key, told.columns as PastHeapColumns, new StackInterner()));
    const options = { sampleType: 'inuse_space', values: 'scaled', groupBy: 'stack', order: 'flat', top: 99 } as const;
    const range = history.range(-Infinity, Infinity, { id: told.key.id, gapMs: 0, column: options });
    const { series } = runSteps(heapAnswer(range, options));
    return [...range.times].map((atMs, row) => ({
      atMs,
      stacks: Object.fromEntries(
        series
          .filter(({ values }) => values[row] !== 0)
          .map(({ stack, values }) => [stack!.frames.map((frame) => frame.function).join(';'), values[row]!])
      ),
    }));
  };
  return { pyroscope, clock, reader, last, known };
}

/** Each row is one of the stored profiles, to the byte, and stands at most a second from it. */
function expectSingles(rows: ReturnType<ReturnType<typeof readerOf>['known']>, heaps: readonly StoredHeap[]): void {
  for (const { atMs, stacks } of rows) {
    const near = heaps.filter((one) => Math.abs(one.atMs - atMs) <= 1000);
    expect(near.map((one) => one.stacks)).toContainEqual(stacks);
  }
}

test('a bucket is one stored profile, and after the first two a question of two', async () => {
  const heaps = scraped(START - 2 * DAY + 1234.567, START, 15_000);
  const { known, last, reader } = readerOf(heaps);
  const asked = await last(DAY);
  expect(reader.trouble).toBeUndefined();
  const rows = known();
  expect(rows).toHaveLength(BUCKETS);
  expectSingles(rows, heaps);
  // Near the middle of its bucket, each in another one.
  rows.forEach(({ atMs }, i) => {
    const middle = START - DAY + (i + 0.5) * 30 * MINUTE;
    expect(Math.abs(atMs - middle)).toBeLessThanOrEqual(15_000);
  });
  // One for all buckets, a search and the search for the one after it, and two for each other bucket.
  expect(asked).toBeLessThanOrEqual(1 + 31 + 2 * (BUCKETS - 1));
  expect(await last(DAY)).toBe(0);
});

test('the recorder began anew: what was learnt does not hold before, and is learnt again', async () => {
  const restartMs = START - 11 * HOUR;
  const heaps = [
    ...scraped(START - DAY, restartMs, 15_000),
    ...scraped(restartMs + 7_300, START - 6 * HOUR, 15_000),
    // And with another period.
    ...scraped(START - 6 * HOUR + 2_700, START, 60_000),
  ];
  const { known, last } = readerOf(heaps);
  const asked = await last(DAY);
  const rows = known();
  expect(rows).toHaveLength(BUCKETS);
  expectSingles(rows, heaps);
  expect(asked).toBeLessThan(4 * BUCKETS + 100);
});

test('profiles that were once taken every second are told apart as well', async () => {
  const heaps = [...scraped(START - DAY, START - 23 * HOUR, 1000), ...scraped(START - 23 * HOUR, START, 15_000)];
  const { known, last, reader } = readerOf(heaps);
  await last(DAY);
  expect(reader.trouble).toBeUndefined();
  expect(known()).toHaveLength(BUCKETS);
  expectSingles(known(), heaps);
});

test('instances that follow one another are told apart where a bucket has both', async () => {
  const deployMs = START - 12 * HOUR + 10 * MINUTE;
  const heaps = [
    // They overlap in the middle of a bucket, and are scraped at the same moments.
    ...scraped(START - DAY, deployMs + 10 * MINUTE, 15_000, 'orders-1'),
    ...scraped(START - DAY + Math.ceil((deployMs - START + DAY) / 15_000) * 15_000, START, 15_000, 'orders-2'),
  ];
  const { known, last, reader } = readerOf(heaps);
  await last(DAY);
  expect(reader.trouble).toBeUndefined();
  expect(known()).toHaveLength(BUCKETS);
  expectSingles(known(), heaps);
});

test('two programs side by side are none', async () => {
  const heaps = ['orders-1', 'orders-2'].flatMap((name) => scraped(START - DAY, START, 15_000, name));
  const { known, last, reader } = readerOf(heaps);
  await last(DAY);
  expect(reader.trouble).toMatch(/^The label selector of Pyroscope fits 2 programs at once/);
  expect(known()).toEqual([]);
});

test('stored twice, by two recorders at about the same time, is refused in words', async () => {
  const heaps = [0, 300].flatMap((lateMs) => scraped(START - DAY + lateMs, START, 15_000));
  const { known, last, reader } = readerOf(heaps);
  await last(DAY);
  expect(reader.trouble).toMatch(/^Pyroscope has two heap profiles of the program within a second \([^)]*1970/);
  expect(known()).toEqual([]);
});

test('empty buckets have no row, and cost nothing', async () => {
  const heaps = [...scraped(START - DAY, START - 20 * HOUR, 15_000), ...scraped(START - HOUR, START, 15_000)];
  const { known, last } = readerOf(heaps);
  expect(await last(DAY)).toBeLessThan(70);
  expect(known()).toHaveLength(10);
  expectSingles(known(), heaps);
});

test('none at all is no trouble', async () => {
  const { known, last, reader } = readerOf([]);
  expect(await last(DAY)).toBe(1);
  expect(reader.trouble).toBeUndefined();
  expect(known()).toEqual([]);
  expect(await last(DAY)).toBe(0);
});

test('a failure is said; what is known stays, and the rest comes when it is tried again', async () => {
  const heaps = scraped(START - DAY, START, 15_000);
  const { clock, known, last, pyroscope, reader } = readerOf(heaps);
  const answer = storing(heaps);
  let left = 60;
  const failing = new FakePyroscope((asked) => {
    if (left-- <= 0) {
      throw new Error('too many outstanding requests');
    }
    return answer(asked);
  });
  await last(DAY);
  expect(reader.trouble).toBe(
    'The past was asked of “Pyro”: the heap profiles of {service="x"}. It answered: too many outstanding requests. “Save & test” of that data source tells more.'
  );
  const some = known().length;
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(BUCKETS);
  left = Infinity;
  clock.nowMs += MINUTE;
  await last(DAY);
  expect(reader.trouble).toBeUndefined();
  expect(known().length).toBeGreaterThanOrEqual(BUCKETS);
  expectSingles(known(), heaps);
  expect(pyroscope.asked).toEqual([]);
  expect(failing.asked.length).toBeGreaterThan(0);
});

test('whenever profiles were taken, a row is one of them, and every bucket that has some has a row', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const random = seeded(seed);
    const heaps: StoredHeap[] = [];
    for (let atMs = START - DAY + random(HOUR); atMs < START;) {
      const everyMs = 2_000 + random(random(2) ? 20_000 : 40 * MINUTE);
      const jitterMs = random(3) ? 0 : 900;
      const part = scraped(atMs, Math.min(START, atMs + HOUR + random(4 * HOUR)), everyMs);
      heaps.push(...part.map((one) => ({ ...one, atMs: one.atMs + random(1 + jitterMs) + random(1000) / 1000 })));
      atMs = Math.max(atMs, part.at(-1)!.atMs) + 3_000 + random(2 * HOUR);
    }
    const { known, last, reader } = readerOf(heaps);
    await last(DAY);
    expect(reader.trouble).toBeUndefined();
    const rows = known();
    expectSingles(rows, heaps);
    const bucketOf = ({ atMs }: { atMs: number }) => Math.floor(atMs / (30 * MINUTE));
    const inTime = heaps.filter(({ atMs }) => atMs < START);
    expect(new Set(rows.map(bucketOf))).toEqual(new Set(inTime.map(bucketOf)));
  }
});

test('what is cut short is not shown', async () => {
  const heaps = scraped(START - DAY, START, 15_000);
  const { known, last, reader } = readerOf(
    heaps.map((one) => ({ ...one, stacks: { ...one.stacks, 'other;main.main': 9 } }))
  );
  await last(DAY);
  expect(reader.trouble).toMatch(/has too many stacks for one answer: 9 of \d+ stand under “other”/);
  expect(known()).toEqual([]);
});
