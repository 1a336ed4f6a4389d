/** @jest-environment node */
import { MemoryHistory } from '../history/memory';
import { scrapeOf } from '../history/testing';
import { runSteps } from '../steps';
import { diagnose, diagnoseSteps } from './diagnose';
import { collected, diagnoseProgram, idsOf, rangeOf, START_MS } from './testing';
import { MIB } from './words';

const calm = (_: number, n: number) => ({ ...collected(20 * MIB, n), residual: 8 * MIB });

it('says nothing where no memory was scraped', () => {
  const store = new MemoryHistory({ maxAgeMs: Infinity });
  expect(diagnose(store.range(0, Infinity))).toEqual([]);
  store.append(scrapeOf(START_MS, []));
  expect(diagnose(store.range(0, Infinity))).toEqual([]);
});

it('says of one scrape what it has', () => {
  const [verdict, ...others] = diagnoseProgram({ samples: 1, at: calm });
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({
    id: 'undecided',
    severity: 'quiet',
    title: 'Too early to say',
    text: 'At one scrape: live heap 20 MiB, RSS 33 MiB.',
  });
});

it('says that all is well, and for how long', () => {
  const [verdict, ...others] = diagnoseProgram({ samples: 241, at: calm });
  expect(others).toEqual([]);
  expect(verdict).toMatchObject({ id: 'all-well', severity: 'ok', title: 'Nothing found' });
  expect(verdict?.text).toBe('In 60 min no part of memory grew: live heap 20 MiB, RSS 33 MiB.');
});

describe('does not say so where it could not tell', () => {
  /** As hunters met it: from 4 to 101 MiB in 33 s, and no more than three collections meanwhile. */
  const filling = (minutes: number, n: number) => ({
    heap: (4 + 97 * (minutes / 0.55)) * MIB,
    gcs: [4, 9, 19].filter((from) => from <= n).length,
    residual: 8 * MIB,
  });

  it.each([2, 9, 10, 34])('%s scrapes of a heap that fills, a second apart: too early to say', (samples) => {
    const [verdict] = diagnoseProgram({ samples, at: filling, everyMs: 1000 });
    expect(verdict).toMatchObject({ id: 'undecided', severity: 'quiet', title: 'Too early to say' });
    expect(verdict?.text).not.toMatch(/grew/);
    expect(verdict?.advice).toMatch(/10 scrapes and 5 collections/);
  });

  it('without collections what is live is not known, unless nothing was allocated either', () => {
    const at = (rise: number) => (_: number, n: number) => ({ heap: (20 + (rise * n) / 240) * MIB, residual: 0 });
    expect(diagnoseProgram({ samples: 241, at: at(9) })[0]).toMatchObject({ id: 'undecided', severity: 'quiet' });
    expect(diagnoseProgram({ samples: 241, at: at(7) })[0]).toMatchObject({ id: 'all-well', severity: 'ok' });
  });

  it('what collections leave wanders by more than a leak would win: nothing sure yet, and nothing found in the end', () => {
    // 20 MiB after one collection and 36 MiB after the next, as a batch does that is every other time there.
    const at = (_: number, n: number) => ({ ...collected((n % 10 < 5 ? 20 : 36) * MIB, n), residual: 0 });
    const [early, open, level] = [20, 40, 240].map((samples) => diagnoseProgram({ samples, at })[0]);
    expect(early).toMatchObject({ severity: 'quiet', title: 'Too early to say' });
    expect(open).toMatchObject({ severity: 'quiet', title: 'Nothing sure yet' });
    expect(open?.text).toMatch(/^In 9\.8 min nothing surely grew: live heap/);
    expect(level).toMatchObject({ severity: 'ok', title: 'Nothing found' });
  });
});

it('says with the verdict that RSS is missing, and where to read how to tell it', () => {
  const [verdict] = diagnoseProgram({ samples: 241, at: (m, n) => ({ ...calm(m, n), residual: undefined }) });
  expect(verdict?.text).toMatch(/Sys − HeapReleased 25 MiB\.$/);
  expect(verdict?.cannotSee).toMatch(/RSS: this source does not tell it.*docs\/targets\.md/);
  expect(diagnoseProgram({ samples: 241, at: calm })[0]?.cannotSee).not.toMatch(/RSS/);
});

it('tells what grows before what only looks bad', () => {
  // Both: a heap that leaks, and a large free part.
  const at = (minutes: number, n: number) => ({
    ...collected((50 + 2 * minutes) * MIB, n),
    idle: 300 * MIB,
    residual: 0,
  });
  expect(idsOf(diagnoseProgram({ samples: 240, at }))).toEqual(['live-heap-rises', 'idle-retained']);
});

it('looks at the newest run only, and passes over scrapes without memory', () => {
  const store = new MemoryHistory({ maxAgeMs: Infinity });
  const range = rangeOf({ samples: 1, at: calm });
  const values = Object.fromEntries(range.memoryFields.map((field) => [field, range.memory(field)[0] as number]));
  store.append(scrapeOf(START_MS, undefined, { memory: { source: '/metrics', values } }));
  store.append(scrapeOf(START_MS + 15_000, []));
  const [verdict] = diagnose(store.range(0, Infinity));
  expect(verdict?.text).toBe('At one scrape: live heap 20 MiB, RSS 33 MiB.');
  expect(verdict?.evidence.every(({ at }) => at === START_MS)).toBe(true);
});

it('has short steps with a day in the store', () => {
  const range = rangeOf({ samples: 5760, at: (m, n) => ({ ...calm(m, n), goroutines: 100 + (n % 9) }) });
  const steps = diagnoseSteps(range, {});
  let longest = 0;
  for (;;) {
    const began = performance.now();
    const { done } = steps.next();
    longest = Math.max(longest, performance.now() - began);
    if (done) {
      break;
    }
  }
  // On a machine that does much else at once.
  expect(longest).toBeLessThan(400);
  expect(runSteps(diagnoseSteps(range, {}))[0]?.id).toBe('all-well');
});
