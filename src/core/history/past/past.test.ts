import { StackInterner } from '../../profile/interner';
import type { ProcessFacts } from '../../scrape';
import { MemoryHistory } from '../memory';
import { scrapeOf, seeded, stackOf } from '../testing';
import type { PastColumns } from './columns';

const STEP = 60_000;
const KEY = { id: 'p', stamp: 1 };
const CHOICE = { id: 'p', gapMs: 45_000 };

/** A past with a row at each of these moments, whose heap is a tenth of the moment. */
function pastAt(moments: readonly number[], process: PastColumns['process'] = []): PastColumns {
  const times = Float64Array.from(moments);
  return {
    origin: 'Prometheus',
    stepMs: STEP,
    times,
    totals: times.map((_, row) => 1000 + row),
    memory: [{ field: 'HeapAlloc', values: times.map((atMs) => atMs / 10) }],
    process,
  };
}

function historyOf(
  moments: readonly number[],
  past: PastColumns,
  process: (atMs: number) => ProcessFacts = () => ({}),
  intervalAt: (atMs: number) => number | undefined = () => undefined
): MemoryHistory {
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  for (const atMs of moments) {
    const memory = { source: '/metrics' as const, values: { HeapAlloc: atMs / 10 } };
    const intervalMs = intervalAt(atMs);
    history.append(scrapeOf(atMs, [[stackOf('a'), 7]], { memory, process: process(atMs), intervalMs }));
  }
  history.holdPast(KEY, past, new StackInterner());
  return history;
}

function every(stepMs: number, fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, (_, i) => fromMs + i * stepMs);
}

describe('a history with the past of another recorder', () => {
  it('reaches back before its first scrape, and goes on with its own', () => {
    const own = every(15_000, 10 * STEP + 5_000, 12 * STEP);
    const range = historyOf(own, pastAt(every(STEP, STEP, 13 * STEP))).range(0, 12 * STEP, CHOICE);
    expect([...range.times]).toEqual([...every(STEP, STEP, 10 * STEP), ...own]);
    expect(range.origins).toEqual([
      { row: 0, origin: { from: 'Prometheus', stepMs: STEP } },
      { row: 10, origin: { from: 'sampled' } },
    ]);
    expect([...range.memory('HeapAlloc')]).toEqual([...range.times].map((atMs) => atMs / 10));
  });

  it('fills gaps longer than two steps and than is a gap to the sampler, and no others', () => {
    const own = [0, 2 * STEP, 10 * STEP, 10 * STEP + 15_000];
    const past = pastAt(every(STEP, -STEP, 20 * STEP).map((atMs) => atMs + 1));
    const times = [...historyOf(own, past).range(0, 10 * STEP + 20_000, CHOICE).times];
    expect(times).toEqual([0, 2 * STEP, ...every(STEP, 2 * STEP + 1, 9 * STEP + 1), 10 * STEP, 10 * STEP + 15_000]);
    const patient = historyOf(own, past).range(0, 10 * STEP + 20_000, { id: 'p', gapMs: 9 * STEP });
    expect([...patient.times]).toEqual(own);
  });

  it('leaves a stretched interval alone, and fills what is longer than three of those at which a scrape was due', () => {
    const [set, stretched] = [15_000, 4 * STEP];
    const quick = every(set, 0, 2 * STEP);
    const slow = every(stretched, 6 * STEP, 30 * STEP);
    const late = 30 * STEP + 3 * stretched + 1;
    const own = [...quick, ...slow, late, late + set, late + set + 4 * STEP];
    const intervalAt = (atMs: number) => (atMs > 2 * STEP && atMs <= late ? stretched : set);
    const past = pastAt(every(STEP, STEP / 2, 100 * STEP));
    const history = historyOf(own, past, undefined, intervalAt);
    const fills = past.times.filter(
      (atMs) => (atMs > 30 * STEP && atMs < late) || (atMs > late + set && atMs < own.at(-1)!)
    );
    expect(fills.length).toBeGreaterThan(12);
    const toMs = own.at(-1)!;
    expect([...history.range(0, toMs, CHOICE).times]).toEqual([...own, ...fills].sort((a, b) => a - b));
    // What is usual now does not matter to those that tell, not beside the range either.
    expect([...history.range(0, toMs, { ...CHOICE, gapMs: 1_000_000 }).times]).toHaveLength(own.length + fills.length);
    expect([...history.range(7 * STEP, 9 * STEP, CHOICE).times]).toEqual([]);
  });

  it('knows of a gap that reaches out of the range', () => {
    const history = historyOf([0, 10 * STEP], pastAt(every(STEP, STEP, 9 * STEP)));
    expect([...history.range(3 * STEP, 5 * STEP, CHOICE).times]).toEqual([3 * STEP, 4 * STEP, 5 * STEP]);
    const near = historyOf([3 * STEP, 4 * STEP, 5 * STEP], pastAt(every(STEP, STEP, 9 * STEP)));
    expect([...near.range(3 * STEP + 1, 4 * STEP - 1, CHOICE).times]).toEqual([]);
  });

  it('shows what came after its last scrape once that is a gap', () => {
    const history = (past: number[]) => historyOf([0, 15_000], pastAt(past)).range(0, 100 * STEP, CHOICE);
    expect([...history([STEP, 2 * STEP]).times]).toEqual([0, 15_000]);
    expect([...history([STEP, 2 * STEP, 3 * STEP]).times]).toEqual([0, 15_000, STEP, 2 * STEP, 3 * STEP]);
  });

  it('tells totals without stacks: counts of a row without a profile are not 0 but unknown', () => {
    const range = historyOf([10 * STEP], pastAt([STEP, 2 * STEP])).range(0, 10 * STEP, CHOICE);
    expect([...range.totals]).toEqual([1000, 1001, 7]);
    expect([...range.profiled]).toEqual([0, 0, 1]);
    expect(range.stacks.map(({ key }) => key)).toEqual(['a']);
    expect([...range.counts('a')]).toEqual([NaN, NaN, 7]);
    const grouping = { groups: 1, groupOf: Int32Array.of(0) };
    expect(range.columns(grouping).map((column) => [...column])).toEqual([[NaN, NaN, 7]]);
    expect(range.weigh(grouping).first[0]).toBe(7);
  });

  it('breaks at restarts that the past saw, and at a joint where the start time is another', () => {
    const process = [
      { row: 0, process: { startTimeMs: 1_000_000 } },
      { row: 2, process: { startTimeMs: 2_000_000 } },
    ];
    const past = pastAt(every(STEP, 0, 4 * STEP), process);
    const restartsWith = (startTimeMs: number | undefined) =>
      historyOf([10 * STEP, 10 * STEP + 1], past, () => ({ startTimeMs })).range(0, 11 * STEP, CHOICE).restarts;
    expect(restartsWith(2_000_400)).toEqual([2]);
    expect(restartsWith(2_600_000)).toEqual([2, 5]);
    expect(restartsWith(undefined)).toEqual([2]);
  });

  it('does not count a restart twice that the past saw within a gap', () => {
    const past = pastAt(every(STEP, STEP, 9 * STEP), [
      { row: 0, process: { startTimeMs: 1_000_000 } },
      { row: 4, process: { startTimeMs: 2_000_000 } },
    ]);
    const startTimeMs = (atMs: number) => (atMs < 5 * STEP ? 1_000_000 : 2_000_000);
    const history = historyOf([0, 10 * STEP], past, (atMs) => ({ startTimeMs: startTimeMs(atMs) }));
    expect(history.range(0, 10 * STEP).restarts).toEqual([1]);
    expect(history.range(0, 10 * STEP, CHOICE).restarts).toEqual([5]);
  });

  it('tells a restart by a counter that fell where no start time is known', () => {
    const columns = pastAt([0, STEP, 2 * STEP, 3 * STEP]);
    const past = { ...columns, memory: [{ field: 'NumGC' as const, values: Float64Array.of(5, 9, 2, 3) }] };
    expect(historyOf([], past).range(0, 9 * STEP, CHOICE).restarts).toEqual([2]);
  });

  it('holds the stamp that it was given last, and joins nothing that it does not hold', () => {
    const history = historyOf([], pastAt([0]));
    expect([
      history.hasPast(KEY),
      history.hasPast({ id: 'p', stamp: 2 }),
      history.hasPast({ id: 'q', stamp: 1 }),
    ]).toEqual([true, false, false]);
    expect(history.range(0, STEP, { id: 'q', gapMs: 0 }).times).toHaveLength(0);
    history.holdPast({ id: 'p', stamp: 2 }, pastAt([0, STEP]), new StackInterner());
    expect(history.range(0, STEP, CHOICE).times).toHaveLength(2);
    expect(history.hasPast(KEY)).toBe(false);
  });

  it('agrees with row-by-row joining, whatever the gaps and the intervals', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = seeded(seed);
      const moments = (longest: number) => {
        let atMs = random(20) * STEP;
        return Array.from(
          { length: random(700) },
          () => (atMs += 5_000 + (random(30) ? 10_000 : random(longest) * STEP))
        );
      };
      const [own, columns] = [moments(30), pastAt(moments(4))];
      const tells = seed % 3;
      const intervals = new Map(
        own.map((atMs) => [atMs, random(tells + 1) ? [1_000, 15_000, 2 * STEP, 7 * STEP][random(4)] : undefined])
      );
      const [fromMs, toMs] = [random(60) * STEP, (60 + random(200)) * STEP];
      const past = [...columns.times];
      const last = past.at(-1) ?? -Infinity;
      const inGap = (atMs: number) => {
        const before = own.filter((one) => one < atMs).at(-1) ?? -Infinity;
        const next = own.find((one) => one >= atMs);
        const due = intervals.get(next ?? NaN);
        const gapMs = due === undefined ? CHOICE.gapMs : Math.max(3 * due, 5_000);
        return next !== atMs && (next ?? last) - before > Math.max(gapMs, 2 * STEP);
      };
      const expected = [...own, ...past.filter(inGap)].filter((atMs) => atMs >= fromMs && atMs <= toMs);
      const history = historyOf(own, columns, undefined, (atMs) => intervals.get(atMs));
      const range = history.range(fromMs, toMs, CHOICE);
      expect([...range.times]).toEqual(expected.sort((a, b) => a - b));
      const isOwn = new Set(own);
      expect([...range.profiled]).toEqual([...range.times].map((atMs) => (isOwn.has(atMs) ? 1 : 0)));
    }
  });
});
