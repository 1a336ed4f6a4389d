import { Budget } from './budget';
import { LONGEST_MS, Pace, type RoundResult } from './pace';

const SET = 15_000;
const SHARE = 0.01;

const fine = (spentMs: number): RoundResult => ({ spentMs, hasFailed: false });
const DOWN: RoundResult = { hasFailed: true };

/** A program and its pace, on a clock of their own. */
class Simulation {
  nowMs = 1_700_000_000_000;
  /** When each round began. */
  readonly begun: number[] = [];
  spentMs = 0;
  readonly budget = new Budget(SHARE);
  readonly pace: Pace;

  constructor({ setMs = SET, random = (): number => 0.5, budget = new Budget(SHARE) } = {}) {
    this.budget = budget;
    this.pace = new Pace(setMs, budget, random);
    this.pace.start();
  }

  /** Waits until a round is due, and takes it. It takes as long as it costs. */
  round(result: RoundResult, lastsMs = result.spentMs ?? 0): void {
    this.nowMs += this.pace.waitMs(this.nowMs);
    this.begun.push(this.nowMs);
    this.spentMs += result.spentMs ?? 0;
    const startedMs = this.nowMs;
    this.nowMs += lastsMs;
    this.pace.note(startedMs, this.nowMs, result);
  }

  get waits(): number[] {
    return this.begun.slice(1).map((at, i) => at - this.begun[i]!);
  }
}

test('100,000 goroutines at 400 ms a scrape: 1 % of an hour, and no less often than that', () => {
  const it = new Simulation();
  const beganMs = it.nowMs;
  while (it.nowMs - beganMs < 3_600_000) {
    it.round(fine(400));
  }
  const share = it.spentMs / (it.nowMs - beganMs);
  expect(share).toBeLessThanOrEqual(SHARE * 1.02);
  expect(share).toBeGreaterThan(SHARE * 0.98);
  expect(it.pace.plan).toEqual({ intervalMs: 40_000, why: 'budget' });
});

test('1,000 goroutines at 8 ms: as set', () => {
  const it = new Simulation();
  for (let i = 0; i < 20; i++) {
    it.round(fine(8));
  }
  expect(new Set(it.waits)).toEqual(new Set([SET]));
  expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
});

test('the promise holds beyond five minutes where a scrape is that dear', () => {
  const it = new Simulation();
  it.round(fine(5_000));
  expect(it.pace.plan).toEqual({ intervalMs: 500_000, why: 'budget' });
});

test('one slow round stretches nothing, two of three do, and two quick ones end it', () => {
  const it = new Simulation();
  [10, 10, 900, 10, 10].forEach((ms) => it.round(fine(ms)));
  expect(new Set(it.waits)).toEqual(new Set([SET]));
  it.round(fine(900));
  it.round(fine(900));
  expect(it.pace.plan.intervalMs).toBe(90_000);
  it.round(fine(10));
  expect(it.pace.plan.intervalMs).toBe(90_000);
  it.round(fine(10));
  expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
});

test('a round slower than its interval: the next comes where a later one would have come', () => {
  const it = new Simulation();
  // The way takes that long, not the program.
  it.round(fine(1), 2.5 * SET);
  it.round(fine(1));
  expect(it.waits).toEqual([3 * SET]);
});

test('after a failure half as often each time, to five minutes at most; the first success ends that', () => {
  for (const [random, factor] of [
    [0, 0.5],
    [0.5, 0.75],
    [1, 1],
  ] as const) {
    const it = new Simulation({ random: () => random });
    for (let i = 0; i < 8; i++) {
      it.round(DOWN);
    }
    const most = [30_000, 60_000, 120_000, 240_000, LONGEST_MS, LONGEST_MS, LONGEST_MS];
    expect(it.waits).toEqual(most.map((ms) => ms * factor));
    expect(it.pace.plan.why).toBe('back-off');
    it.round(fine(8));
    expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
  }
});

test('jitter stays within a half, never below the set interval, and pages do not keep in step', () => {
  const waits = new Set<number>();
  let state = 1;
  const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (let page = 0; page < 100; page++) {
    const it = new Simulation({ random });
    it.round(DOWN);
    it.round(DOWN);
    it.round(DOWN);
    const [first, second] = it.waits;
    expect(first).toBeGreaterThanOrEqual(SET);
    expect(first).toBeLessThanOrEqual(2 * SET);
    expect(second).toBeGreaterThanOrEqual(2 * SET);
    expect(second).toBeLessThanOrEqual(4 * SET);
    waits.add(second!);
  }
  expect(waits.size).toBeGreaterThan(90);
});

test('a round that says nothing of its cost leaves what is known of it', () => {
  const it = new Simulation();
  it.round(fine(400));
  it.round({ hasFailed: false, putOffMs: 60_000 });
  expect(it.pace.plan).toEqual({ intervalMs: 60_000, why: 'put off' });
  it.round(fine(400));
  expect(it.pace.plan.intervalMs).toBe(40_000);
});

describe('Retry-After', () => {
  test('is a floor, counted from the answer', () => {
    const it = new Simulation();
    it.round({ hasFailed: true, retryAfterMs: 120_000 }, 700);
    it.round(fine(8));
    expect(it.waits).toEqual([120_700]);
    expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
  });

  test('shortens nothing: not the back-off, not the set interval', () => {
    const it = new Simulation({ random: () => 1 });
    it.round({ hasFailed: true, retryAfterMs: 1000 });
    expect(it.pace.plan).toEqual({ intervalMs: 2 * SET, why: 'back-off' });
    const other = new Simulation({ random: () => 0 });
    other.round({ hasFailed: true, retryAfterMs: 1000 });
    expect(other.pace.plan.intervalMs).toBe(SET);
  });

  test('of more than an hour is an hour', () => {
    const it = new Simulation();
    it.round({ hasFailed: true, retryAfterMs: 1e12 });
    expect(it.pace.plan).toEqual({ intervalMs: 3_600_000, why: 'Retry-After' });
  });
});

describe('two clocks share one budget', () => {
  const together = (scrapeMs: number, heapMs: number) => {
    const budget = new Budget(SHARE);
    const scrapes = new Simulation({ budget });
    const heaps = new Simulation({ budget, setMs: 60_000 });
    scrapes.round(fine(scrapeMs));
    heaps.round(fine(heapMs));
    return { scrapes: scrapes.pace, heaps: heaps.pace };
  };

  test.each([
    [10, 2_000],
    [400, 2_000],
    [400, 10],
    [8, 8],
    [2_000, 1],
  ])('scrapes at %i ms and heap profiles at %i ms: never more than the share in sum', (scrapeMs, heapMs) => {
    const { heaps, scrapes } = together(scrapeMs, heapMs);
    const sum = scrapeMs / scrapes.plan.intervalMs + heapMs / heaps.plan.intervalMs;
    expect(sum).toBeLessThanOrEqual(SHARE * 1.0001);
    const isStretched = scrapes.plan.why === 'budget' || heaps.plan.why === 'budget';
    // What may be spent is spent, before anything is stretched.
    expect(isStretched ? sum : SHARE).toBeCloseTo(SHARE, 5);
  });

  test('a dear heap profile is stretched, not the cheap scrapes beside it', () => {
    const { heaps, scrapes } = together(10, 2_000);
    expect(scrapes.plan).toEqual({ intervalMs: SET, why: 'set' });
    expect(heaps.plan.why).toBe('budget');
  });

  test('who has stopped spends nothing', () => {
    const { heaps, scrapes } = together(400, 2_000);
    expect(scrapes.plan.intervalMs).toBe(80_000);
    heaps.stop();
    expect(scrapes.plan.intervalMs).toBe(40_000);
  });
});

test('a clock that was set back keeps nobody waiting for longer than an interval', () => {
  const it = new Simulation();
  it.round(fine(8));
  it.nowMs -= 3_600_000;
  expect(it.pace.waitMs(it.nowMs)).toBe(SET);
});

test('a round that was none changes nothing but when the next is due', () => {
  const it = new Simulation({ random: () => 1 });
  it.round(DOWN);
  it.pace.note(it.nowMs, it.nowMs);
  expect(it.pace.plan).toEqual({ intervalMs: 2 * SET, why: 'back-off' });
  expect(it.pace.waitMs(it.nowMs)).toBe(2 * SET);
});

test('the intervals that were kept, each from its first round', () => {
  const it = new Simulation();
  [8, 8, 400, 400, 400, 8, 8, 8].forEach((ms) => it.round(fine(ms)));
  expect(it.pace.intervals).toEqual([
    { fromMs: it.begun[0], intervalMs: SET },
    { fromMs: it.begun[3], intervalMs: 40_000 },
    { fromMs: it.begun[6], intervalMs: SET },
  ]);
});

describe('a page that opens', () => {
  const opened = () => new Simulation();

  test('asks when it would have come without a reload', () => {
    const it = opened();
    it.pace.goOnFrom({ atMs: it.nowMs - 4_000, spentMs: 8 }, it.nowMs);
    expect(it.pace.waitMs(it.nowMs)).toBe(SET - 4_000);
  });

  test('asks at once where nothing is kept, or what is kept is older than an interval', () => {
    const it = opened();
    expect(it.pace.waitMs(it.nowMs)).toBe(0);
    it.pace.goOnFrom({ atMs: it.nowMs - SET, spentMs: 8 }, it.nowMs);
    expect(it.pace.waitMs(it.nowMs)).toBe(0);
  });

  test('and reloads every 2 s asks no more often, and keeps to the budget', () => {
    const begun: number[] = [];
    let newest: Parameters<Pace['goOnFrom']>[0] | undefined;
    for (let nowMs = 1_700_000_000_000; nowMs < 1_700_000_600_000; nowMs += 2_000) {
      const pace = new Pace(SET, new Budget(SHARE), () => 0.5);
      if (newest) {
        pace.goOnFrom(newest, nowMs);
      }
      if (pace.waitMs(nowMs) < 2_000) {
        newest = { atMs: nowMs + pace.waitMs(nowMs), spentMs: 400 };
        begun.push(newest.atMs);
      }
    }
    // 400 ms are 1 % of 40 s.
    expect(new Set(begun.slice(1).map((at, i) => at - begun[i]!))).toEqual(new Set([40_000]));
  });

  test('does not wait out a back-off: who reloads wants to know whether the program is back', () => {
    const it = opened();
    it.pace.goOnFrom({ atMs: it.nowMs - 20_000 }, it.nowMs);
    expect(it.pace.waitMs(it.nowMs)).toBe(0);
  });

  test('never undercuts Retry-After, of which more than an hour is an hour', () => {
    const it = opened();
    it.pace.goOnFrom({ atMs: it.nowMs - 20_000, notBeforeMs: it.nowMs + 100_000 }, it.nowMs);
    expect(it.pace.waitMs(it.nowMs)).toBe(100_000);
    const other = opened();
    other.pace.goOnFrom({ atMs: other.nowMs, notBeforeMs: other.nowMs + 1e12 }, other.nowMs);
    expect(other.pace.waitMs(other.nowMs)).toBe(3_600_000);
  });

  test('asks at once where the clock was set back since: a moment to come says nothing', () => {
    const it = opened();
    it.pace.goOnFrom({ atMs: it.nowMs + 3_600_000, spentMs: 400 }, it.nowMs);
    expect(it.pace.waitMs(it.nowMs)).toBe(0);
    expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
  });

  test('goes by its own rounds where it has taken any', () => {
    const it = opened();
    it.round(fine(8));
    it.pace.goOnFrom({ atMs: it.nowMs - 1, spentMs: 5_000 }, it.nowMs);
    expect(it.pace.plan).toEqual({ intervalMs: SET, why: 'set' });
  });
});
