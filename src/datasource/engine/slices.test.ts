import type { Steps } from '../../core/steps';
import { Slicer } from './slices';

// A clock that the work itself moves, and the length of each slice between two pauses.
let clockMs: number;
let slices: number[];
let sliceStartMs: number;
beforeEach(() => {
  clockMs = 0;
  slices = [];
  sliceStartMs = 0;
});

const slicer = (budgetMs: number, pause: () => void = () => undefined) =>
  new Slicer(
    budgetMs,
    () => clockMs,
    async () => {
      slices.push(clockMs - sliceStartMs);
      pause();
      sliceStartMs = clockMs;
    }
  );

function* work(steps: number, stepMs: number): Steps<string> {
  for (let i = 0; i < steps; i++) {
    clockMs += stepMs;
    yield;
  }
  return 'done';
}

test('no slice is longer than the budget and the step that used it up', async () => {
  expect(await slicer(8).run(work(100, 1.5))).toBe('done');
  // The first pause comes before the first step: what stood before in the same task is not known.
  expect(slices.length).toBe(Math.ceil(150 / 9));
  expect(Math.max(...slices)).toBe(9);
});

test('works that take turns share the budget', async () => {
  const one = slicer(8);
  expect(await Promise.all([one.run(work(20, 1)), one.run(work(20, 1)), one.run(work(3, 1))])).toEqual([
    'done',
    'done',
    'done',
  ]);
  expect(Math.max(...slices)).toBeLessThanOrEqual(8);
});

test('short works one after the other in one task pause, too', async () => {
  const one = slicer(8);
  for (let i = 0; i < 10; i++) {
    await one.run(work(3, 1));
  }
  expect(Math.max(...slices)).toBeLessThanOrEqual(9);
});

test('an abort in a pause ends it there, and the steps may clean up', async () => {
  const abort = new AbortController();
  let isClean = false;
  let steps = 0;
  function* endless(): Steps<never> {
    try {
      for (;;) {
        clockMs++;
        steps++;
        yield;
      }
    } finally {
      isClean = true;
    }
  }
  const one = slicer(8, () => steps >= 8 && abort.abort(new Error('left')));
  await expect(one.run(endless(), abort.signal)).rejects.toThrow('left');
  expect(steps).toBe(8);
  expect(isClean).toBe(true);
});

test('what is aborted already does not begin', async () => {
  const steps = work(1, 1);
  await expect(slicer(8).run(steps, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  expect(clockMs).toBe(0);
});

test('a pause is a task of its own: what waits for the event loop has its turn', async () => {
  function* busy(): Steps<number> {
    for (let i = 0; i < 40; i++) {
      const until = performance.now() + 1;
      while (performance.now() < until) {
        // Works.
      }
      yield;
    }
    return 0;
  }
  let turns = 0;
  const other = setInterval(() => turns++, 1);
  await new Slicer(5).run(busy());
  clearInterval(other);
  expect(turns).toBeGreaterThanOrEqual(3);
});
