import type { StackKey } from '../profile/stack';
import { runSteps } from '../steps';
import { growthEstimates } from './estimate';
import { seededRandom } from './random';
import { suspects, suspectSteps } from './suspects';
import { rangeOf, stackNamed, timesOf } from './testing';

type Column = (minute: number, row: number) => number;

/** Five minutes at 2 s, unless said otherwise. */
function rangeFrom(
  columns: Record<string, Column>,
  more: { scrapes?: number; intervalMs?: number; restarts?: number[] } = {}
) {
  const times = timesOf(more.scrapes ?? 150, more.intervalMs ?? 2_000);
  const start = times[0] ?? 0;
  return rangeOf({
    times,
    stacks: Object.keys(columns).map((key) => stackNamed(key)),
    counts: Object.values(columns).map((column) =>
      times.map((ms, row) => Math.max(0, Math.floor(column((ms - start) / 60_000, row))))
    ),
    restarts: more.restarts,
  });
}

const random = seededRandom(42);
const noise = (size: number) => size * (random() + random() + random() - 1.5);
const wave =
  (level: number, period: number): Column =>
  (minute) =>
    level * (1 + Math.sin((2 * Math.PI * minute) / period)) + noise(Math.sqrt(level));
const load = { a: wave(20, 2), b: wave(30, 2), c: wave(10, 2), idle: () => 8 };
const keys = (found: ReturnType<typeof suspects>): StackKey[][] =>
  found.suspects.map(({ members }) => members.map(({ stack }) => stack.key).sort());

describe('suspects', () => {
  it('is the one that leaks among waves, with its pace, since when and why', () => {
    const range = rangeFrom({ ...load, leak: (minute) => 12 * minute });
    const [one, ...others] = suspects(range).suspects;
    expect(others).toEqual([]);
    expect(one).toMatchObject({ count: 59, sinceBefore: true, leader: { stack: { key: 'leak' } } });
    expect(one?.perMinute).toBeCloseTo(12, 0);
    expect(one?.low).toBeLessThan(12.1);
    expect(one?.high).toBeGreaterThan(11.9);
    expect(one?.confidence).toBeGreaterThan(0.99);
    expect(one?.evidence.map(({ kind }) => kind)).toEqual(['slope', 'did not come down', 'low tide', 'trend']);
    expect(one?.evidence[1]).toMatchObject({ up: 59, down: 0 });
  });

  it('goes through a stretch in which scrapes were to come late, and is cut there where that is not known', () => {
    const steps = [...Array<number>(150).fill(15_000), ...Array<number>(60).fill(60_000)];
    let atMs = 1_800_000_000_000;
    const times = Float64Array.from(steps, (step) => (atMs += step));
    const stretchedMs = times[149]!;
    const leak = times.map((ms) => Math.floor(5 * Math.max(0, (ms - stretchedMs) / 60_000)));
    const idle = times.map(() => 8);
    const columns = { times, stacks: ['leak', 'idle'].map((key) => stackNamed(key)), counts: [leak, idle] };
    const through = suspects(rangeOf({ ...columns, intervals: Float64Array.from(steps) }));
    expect(keys(through)).toEqual([['leak']]);
    expect(through.suspects[0]?.perMinute).toBeCloseTo(5, 0);
    expect(Math.abs((through.suspects[0]?.sinceMs ?? 0) - stretchedMs)).toBeLessThan(3 * 60_000);
    expect(through.caveats.map(({ kind }) => kind)).not.toContain('gaps');
    const cut = suspects(rangeOf(columns));
    expect(keys(cut)).toEqual([]);
    expect(cut.caveats).toContainEqual({ kind: 'gaps', gaps: 60, lostMs: 3_600_000 });
  });

  it('names the onset', () => {
    const range = rangeFrom({ ...load, leak: (minute) => 30 * Math.max(0, minute - 2) });
    const [one] = suspects(range).suspects;
    expect(Math.abs(((one?.sinceMs ?? 0) - (range.times[0] ?? 0)) / 60_000 - 2)).toBeLessThan(0.3);
    expect(one?.sinceBefore).toBe(false);
    expect(one?.perMinute).toBeCloseTo(30, 0);
  });

  it('finds what hides under a wave of its own', () => {
    const hidden: Column = (minute) => minute + 60 + 50 * Math.sin((2 * Math.PI * minute) / 10) + noise(4);
    const range = rangeFrom({ ...load, hidden }, { scrapes: 240, intervalMs: 15_000 });
    const found = suspects(range).suspects;
    expect(found.map(({ leader }) => leader.stack.key)).toEqual(['hidden']);
    expect(found[0]?.perMinute).toBeCloseTo(1, 1);
  });

  it('has three stacks of one connection in one row, and another leak in its own', () => {
    const chance = seededRandom(9);
    const opened = Array.from({ length: 150 }, () => (chance() < 0.4 ? 1 : 0)).map((_, i, all) =>
      all.slice(0, i + 1).reduce<number>((sum, one) => sum + one, 0)
    );
    const drawn = Array.from({ length: 150 }, () => (chance() < 0.4 ? 1 : 0));
    const other = drawn.map((_, i) => drawn.slice(0, i + 1).reduce<number>((sum, one) => sum + one, 0));
    const found = suspects(
      rangeFrom({
        ...load,
        reader: (_, row) => opened[row] ?? 0,
        writer: (_, row) => opened[row] ?? 0,
        serializer: (_, row) => 3 * (opened[row] ?? 0),
        other: (_, row) => other[row] ?? 0,
      })
    );
    expect(keys(found)).toEqual([['reader', 'serializer', 'writer'], ['other']]);
    const connection = found.suspects[0];
    expect(connection?.count).toBe(5 * (opened.at(-1) ?? 0));
    expect((connection?.perMinute ?? 0) / (5 * (opened.at(-1) ?? 0)) / (150 / 149 / 5)).toBeCloseTo(1, 0);
    expect(connection?.leader.stack.key).toBe('serializer');
  });

  it('keeps the name of a leak whose stacks are of one size, whichever is a goroutine ahead', () => {
    const events = [...Array(300)].map(() => (random() < 0.4 ? 1 : 0));
    const won = (row: number) => events.slice(0, row).reduce<number>((sum, event) => sum + event, 0);
    const leaders = [0, 1].map((ahead) => {
      const range = rangeFrom(
        { reader: (_, row) => won(row) + 1 - ahead, writer: (_, row) => won(row) + ahead },
        { scrapes: 300 }
      );
      const [one, ...others] = suspects(range).suspects;
      expect(others).toEqual([]);
      return one?.leader.stack.key;
    });
    expect(leaders[0]).toBe(leaders[1]);
  });

  it('shows the largest with a frame of its own first', () => {
    const grown = rangeFrom({
      ...load,
      known: (minute) => 24 * minute,
      also: (minute) => 12 * minute,
      runtime: (minute) => 36 * minute,
    });
    const named = grown.stacks.map((stack) => ({
      ...stack,
      frames: [{ function: `example.org/a/b.${stack.key}`, file: '', line: 1 }],
      userFrame: stack.key === 'runtime' ? -1 : 0,
    }));
    const found = suspects({
      ...grown,
      stacks: named,
      *stacksSteps() {
        yield;
        return named;
      },
    }).suspects;
    expect(found.map(({ leader, members }) => [leader.stack.key, members.length])).toEqual([['known', 3]]);
  });

  it('takes no slow and smooth wander for a leak', () => {
    const chance = seededRandom(77);
    let alarms = 0;
    for (let world = 0; world < 10; world++) {
      const columns = Array.from({ length: 60 }, (): Column => {
        const news = Array.from({ length: 320 }, () => 2 * (chance() + chance() + chance() - 1.5));
        return (_, row) => 200 + 3 * news.slice(row, row + 24).reduce((sum, one) => sum + one, 0);
      });
      const range = rangeFrom(Object.fromEntries(columns.map((column, i) => [`wander${i}`, column])), {
        scrapes: 240,
        intervalMs: 15_000,
      });
      alarms += suspects(range).suspects.length > 0 ? 1 : 0;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });

  it('says nothing of what is high but flat, jumps, fills up, or comes and goes, and says why', () => {
    const found = suspects(
      rangeFrom({
        ...load,
        flat: (_, row) => 5_000 + (row % 2),
        step: (minute) => (minute < 2 ? 10 : 90),
        pool: (minute) => 100 * (1 - Math.exp(-minute)),
        burst: (minute) => (minute > 1 && minute < 1.5 ? 300 : 5),
        late: (minute) => 5 + 200 * Math.max(0, minute - 4.8),
      })
    );
    expect(keys(found)).toEqual([]);
    expect(found.caveats).toContainEqual(expect.objectContaining({ kind: 'high but flat', count: 5_001 }));
    expect(found.caveats).toContainEqual(expect.objectContaining({ kind: 'short window' }));
  });

  it('says of a great count that never changes that it is flat', () => {
    const { caveats } = suspects(rangeFrom({ ...load, pool: () => 128, small: () => 99 }));
    const flat = caveats.filter((caveat) => caveat.kind === 'high but flat');
    expect(flat).toEqual([
      expect.objectContaining({ stack: stackNamed('pool'), count: 128, perMinute: 0, low: 0, high: 0 }),
    ]);
  });

  it("counts goroutines at the newest scrape, so that a row's members add up to the row", () => {
    // Two scrapes a cell: the least of the last cell is less than the newest count.
    const chance = seededRandom(5);
    let opened = 0;
    const counts = Array.from({ length: 400 }, () => (opened += chance() < 0.3 ? 2 : 0));
    counts[399] = (counts[398] as number) + 6;
    const range = rangeFrom(
      { ...load, reader: (_, row) => counts[row] ?? 0, writer: (_, row) => 2 * (counts[row] ?? 0) },
      { scrapes: 400 }
    );
    const [one] = suspects(range).suspects;
    const newest = counts[399] as number;
    expect(one?.members.map(({ count }) => count)).toEqual([2 * newest, newest]);
    expect(one?.count).toBe(3 * newest);
  });

  it('refuses on the rising flank of the load, with a caveat', () => {
    const rising =
      (level: number): Column =>
      (minute) =>
        level * (1 + minute / 60) + noise(Math.sqrt(level));
    const range = rangeFrom(
      { a: rising(50), b: rising(80), c: rising(120), d: rising(60), pool: (minute) => 100 + 100 * (minute / 60) },
      { scrapes: 240, intervalMs: 15_000 }
    );
    const found = suspects(range);
    expect(keys(found)).toEqual([]);
    const caveat = found.caveats.find(({ kind }) => kind === 'no off-peak yet');
    expect(caveat && 'withheld' in caveat && caveat.withheld.map(({ key }) => key)).toContain('pool');
    expect(caveat && 'loadRisePercent' in caveat && caveat.loadRisePercent).toBeGreaterThan(60);
  });

  it('looks at runs of several restarts together', () => {
    const leak: Column = (minute, row) => 20 * minute - (row >= 70 ? 20 * (140 / 60) : 0);
    const found = suspects(rangeFrom({ ...load, leak }, { restarts: [70] }));
    expect(keys(found)).toEqual([['leak']]);
    expect(found.suspects[0]?.perMinute).toBeCloseTo(20, 0);
    expect(found.caveats).toContainEqual({ kind: 'restarts', restarts: 1 });
  });

  it('withholds what fell between the runs that it looks at, for a wave may be longer than a run', () => {
    // Up for 80 scrapes from 30 after each start on; in the 30 that are a restart's warm-up it came down from as high, or not.
    const climbing = (warmUp: (row: number) => number): Column => {
      return (_, row) => (row % 110 >= 30 ? 10 + (row % 110) - 30 : row < 110 ? 10 : warmUp(row % 110));
    };
    const more = { scrapes: 330, restarts: [110, 220] };
    const options = { ...more, intervalMs: 2_000 };
    const found = (warmUp: (row: number) => number) => suspects(rangeFrom({ ...load, one: climbing(warmUp) }, options));
    expect(keys(found((row) => Math.min(row, 10)))).toEqual([['one']]);
    const fallen = found((row) => 90 - 80 * (row / 30));
    expect(keys(fallen)).toEqual([]);
    expect(fallen.caveats).toContainEqual({ kind: 'within its swing', withheld: [stackNamed('one')] });
  });

  it('is stricter the less it looks at: five minutes may err a twelfth as often as an hour', () => {
    // The same 240 counts, of which two changes in three go up: as sure in five minutes as in an hour.
    const chance = seededRandom(9);
    let count = 40;
    const walk = Array.from({ length: 240 }, () => (count += chance() < 0.5 ? (chance() < 0.64 ? 1 : -1) : 0));
    const confidence = (intervalMs: number, falseDiscoveryRate?: number) => {
      const range = rangeFrom(
        { one: (_, row) => walk[row] ?? 0, a: () => 5, b: () => 5, c: () => 5 },
        { scrapes: 240, intervalMs }
      );
      return suspects(range, { falseDiscoveryRate }).suspects.map((suspect) => suspect.confidence);
    };
    const [hour = 0] = confidence(15_000);
    expect(hour).toBeGreaterThan(0.95);
    expect(hour).toBeLessThan(1 - 0.05 / 12);
    expect(confidence(1_250)).toEqual([]);
    expect(confidence(1_250, 0.6)).toHaveLength(1);
  });

  it('looks at what runs since the last deploy, and before it where that is too new', () => {
    const times = timesOf(150, 2_000);
    const mended = rangeFrom({ ...load, leak: (minute) => 40 * Math.min(minute, 2) });
    expect(keys(suspects(mended, { deploys: [(times[60] ?? 0) - 1] }))).toEqual([]);
    const tooNew = suspects(rangeFrom({ ...load, leak: (minute) => 20 * minute }), { deploys: [times[140] ?? 0] });
    expect(keys(tooNew)).toEqual([['leak']]);
    expect(tooNew.caveats).toContainEqual({ kind: 'deploy too new', deployMs: times[140] });
  });

  it('passes over what is to be ignored, and holds to the floor', () => {
    const range = rangeFrom({ ...load, leak: (minute) => 12 * minute });
    expect(keys(suspects(range, { ignore: ({ key }) => key === 'leak' }))).toEqual([]);
    expect(keys(suspects(range, { minRise: 61 }))).toEqual([]);
    const large = rangeFrom({ ...load, leak: (minute) => 10_000 + 12 * minute });
    expect(keys(suspects(large))).toEqual([]);
    expect(keys(suspects(large, { minPercent: 0.1 }))).toEqual([['leak']]);
  });

  it('takes a load series that is given, and tells growth per load', () => {
    const range = rangeFrom({ leak: (minute) => 40 + 15 * minute, idle: () => 3 });
    const given = range.times.map((_, row) => 200 - row / 2);
    const [one] = suspects(range, { load: given }).suspects;
    expect(one?.evidence.find(({ kind }) => kind === 'grows per load')).toMatchObject({
      loadFrom: expect.closeTo(195.5, 0),
    });
    expect(one?.evidence[1]).toMatchObject({ kind: 'did not come down', loadFallPercent: expect.closeTo(35, -1) });
  });

  it('says nothing before there is enough to judge by, however steep', () => {
    const few = suspects(rangeFrom({ leak: (_, row) => 10 * row }, { scrapes: 19 }));
    expect(few.suspects).toEqual([]);
    expect(few.caveats[0]?.kind).toBe('too few scrapes');
    expect(suspects(rangeFrom({ leak: (_, row) => 10 * row }, { scrapes: 20 })).suspects).toHaveLength(1);
  });

  it('asks for more where there is too little, and takes no scrape without a profile for zero', () => {
    expect(suspects(rangeFrom({ leak: (minute) => 60 * minute }, { scrapes: 12 })).caveats).toContainEqual({
      kind: 'too few scrapes',
      scrapes: 12,
      needed: 20,
    });
    expect(suspects(rangeFrom({}, { scrapes: 0 })).suspects).toEqual([]);
    const holes = rangeFrom({ ...load, leak: (minute, row) => (row % 7 === 3 ? NaN : 12 * minute) });
    expect(keys(suspects(holes))).toEqual([['leak']]);
  });

  it('is the same in steps and at once, twice', () => {
    const range = rangeFrom({ ...load, leak: (minute) => 12 * minute });
    const first = suspects(range);
    expect(runSteps(suspectSteps(range))).toEqual(first);
  });

  it('estimates what is asked for, growing or not', () => {
    const { estimates, tests } = growthEstimates(rangeFrom({ ...load, still: () => 70 }), {
      always: new Set(['still', 'a']),
    });
    expect(tests).toBe(5);
    expect(estimates.map(({ growth, stack }) => [stack.key, growth])).toEqual([
      ['a', undefined],
      ['still', undefined],
    ]);
    expect(estimates[1]).toMatchObject({ perMinute: 0, low: 0, high: 0, count: 70, pValue: 1 });
  });

  it('can be asked for by stack, and by the function that stacks are called by', () => {
    const events = [...Array(300)].map(() => (random() < 0.4 ? 1 : 0));
    const total: Column = (_, row) => events.slice(0, row).reduce<number>((sum, event) => sum + event, 0);
    const times = timesOf(300, 2_000);
    const range = rangeOf({
      times,
      stacks: [
        stackNamed('read', ['net.read', 'main.open'], 1),
        stackNamed('write', ['net.write', 'main.open'], 1),
        stackNamed('watch', ['main.watch'], 0),
      ],
      counts: [1, 2, 3].map((share) => times.map((ms, row) => share * total(0, row) + 0 * ms)),
    });
    const members = (groupBy?: 'leak' | 'stack' | 'function') => keys(suspects(range, { groupBy }));
    expect(members()).toEqual([['read', 'watch', 'write']]);
    expect(members('stack')).toEqual([['watch'], ['write'], ['read']]);
    expect(members('function').sort()).toEqual([['read', 'write'], ['watch']]);
    const byFunction = suspects(range, { groupBy: 'function' }).suspects.flatMap(({ evidence }) => evidence);
    expect(byFunction.map(({ kind }) => kind)).not.toContain('grow together');
  });
});
