/** @jest-environment node */
import { scrapeOf, stackOf } from '../../src/core/history/testing';
import type { ProcessFacts, Scrape } from '../../src/core/scrape';
import { watch } from './watch';

const STACK = stackOf('leak');
const START_MS = 1_800_000_000_000;

/** What a scrape takes, and what it brings: a count, or undefined for a failure. */
interface Answer {
  tookMs?: number;
  count?: number;
  process?: ProcessFacts;
}

/** A world whose clock goes only when somebody waits in it. */
function worldOf(answer: (scrape: number) => Answer) {
  let nowMs = START_MS;
  let scrapes = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    sleep: (ms: number) => {
      waits.push(ms);
      nowMs += Math.max(0, ms);
      return Promise.resolve();
    },
    scrape: (atMs: number): Promise<Scrape> => {
      const { count, process = {}, tookMs = 0 } = answer(scrapes++);
      nowMs += tookMs;
      const failures = [{ part: 'goroutines' as const, message: `failed ${scrapes}` }];
      return Promise.resolve(
        count === undefined ? scrapeOf(atMs, undefined, { failures }) : scrapeOf(atMs, [[STACK, count]], { process })
      );
    },
  };
}

const schedule = { forMs: 10_000, everyMs: 1_000 };
const never = new AbortController().signal;
const secondsOf = (times: Float64Array) => [...times].map((ms) => (ms - START_MS) / 1000);

it('scrapes at fixed ticks, whatever a scrape takes', async () => {
  const { failed, range, scrapes } = await watch(
    schedule,
    worldOf((i) => ({ count: i, tookMs: i % 2 ? 300 : 900 })),
    never
  );
  expect(secondsOf(range.times)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect([...range.counts(STACK.key)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect({ failed, scrapes }).toEqual({ failed: 0, scrapes: 11 });
});

it('skips the ticks that a slow scrape overlaps', async () => {
  const world = worldOf((i) => ({ count: i, tookMs: i === 2 ? 3_400 : 100 }));
  const { range } = await watch(schedule, world, never);
  expect(secondsOf(range.times)).toEqual([0, 1, 2, 6, 7, 8, 9, 10]);
  expect(Math.min(...world.waits)).toBeGreaterThanOrEqual(0);
});

it('counts what fails and goes on', async () => {
  const { failed, range, scrapes } = await watch(
    schedule,
    worldOf((i) => (i > 2 && i < 9 ? {} : { count: 7 })),
    never
  );
  expect({ failed, scrapes }).toEqual({ failed: 6, scrapes: 5 });
  expect([...range.totals]).toEqual([7, 7, 7, NaN, NaN, NaN, NaN, NaN, NaN, 7, 7]);
});

it('gives up where nothing answered five times from the start, and waits for a late one', async () => {
  let asked = 0;
  await expect(
    watch(
      schedule,
      worldOf(() => ({ tookMs: 1 + 0 * asked++ })),
      never
    )
  ).rejects.toThrow(/^failed 5$/);
  expect(asked).toBe(5);
  const late = await watch(
    schedule,
    worldOf((i) => (i < 4 ? {} : { count: 1 })),
    never
  );
  expect(late).toMatchObject({ failed: 4, scrapes: 7 });
});

it('ends when aborted, with what there is', async () => {
  const abort = new AbortController();
  const { scrapes } = await watch(
    schedule,
    worldOf((i) => ({ count: i })),
    abort.signal,
    (seen) => {
      if (seen.scrapes === 3) {
        abort.abort();
      }
    }
  );
  expect(scrapes).toBe(3);
});

it('counts no scrape that the abort ended', async () => {
  const abort = new AbortController();
  const world = worldOf((i) => ({ count: i }));
  const scrape = (atMs: number) => {
    if (atMs === START_MS + 4_000) {
      abort.abort();
      return Promise.reject(new Error('aborted'));
    }
    return world.scrape(atMs);
  };
  expect(await watch(schedule, { ...world, scrape }, abort.signal)).toMatchObject({ scrapes: 4, failed: 0 });
  await expect(watch(schedule, world, abort.signal)).rejects.toThrow('ended before the first scrape');
});

it('sees new builds', async () => {
  const buildOf = (i: number) => (i < 3 ? 'a' : i === 5 ? undefined : 'b');
  const { builds, range } = await watch(
    schedule,
    worldOf((i) => ({ count: 1, process: { buildId: buildOf(i) } })),
    never
  );
  expect(builds).toEqual([START_MS + 3_000]);
  expect(range.restarts).toEqual([3]);
});
