import { HANG, PATHS, type FakeBackend } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, Running, useFakeClock } from '../testing/running';

// What the sampler does when panels leave and come back: Grafana's do so at every refresh.

const INTERVAL = TARGET.intervalMs;
const LINGER = 5_000;

let running: Running;
let backend: FakeBackend;
beforeEach(() => {
  useFakeClock();
  running = new Running();
  backend = running.backend;
});
afterEach(() => jest.useRealTimers());

test('sampling goes on for the linger after the last panel has left, then ends and aborts what is in flight', async () => {
  const subscription = await running.started();
  backend.replyAll(HANG);
  await advance(INTERVAL - LINGER / 2);
  subscription.unsubscribe();
  await advance(LINGER - 1);
  // The round that fell into the linger.
  expect(backend.asked).toEqual([PATHS.goroutine, PATHS.metrics]);
  expect(backend.cancelled).toEqual([]);

  await advance(1);
  expect(backend.cancelled.sort()).toEqual([PATHS.goroutine, PATHS.metrics]);
  expect(backend.inFlight).toBe(0);
  await advance(5 * INTERVAL);
  expect(backend.asked).toHaveLength(2);
  expect(running.held).toBe(1);
});

test('leaving while the memory source is looked for asks nothing more', async () => {
  backend.replyAll(HANG);
  const subscription = running.subscribe();
  await advance(0);
  subscription.unsubscribe();
  await advance(LINGER);
  expect(backend.asked).toEqual([PATHS.metrics]);
  expect(backend.inFlight).toBe(0);
});

test('a panel that leaves ends nothing for those that stay', async () => {
  const first = await running.started();
  running.subscribe();
  first.unsubscribe();
  await advance(INTERVAL);
  await running.scrapes(2);
  expect(running.rounds).toBe(1);
});

test('coming back within the linger costs no round, and the history stays', async () => {
  (await running.started()).unsubscribe();
  await advance(LINGER - 1);
  running.subscribe();
  await advance(INTERVAL - LINGER);
  expect(backend.asked).toEqual([]);
  expect(running.held).toBe(1);

  // The next round comes when it would have come.
  await advance(1);
  await running.scrapes(2);
  expect(running.rounds).toBe(1);
  expect(running.held).toBe(2);
});

test('coming back within the linger does not cut off the round in flight', async () => {
  const subscription = await running.started();
  backend.replyAll(HANG);
  await advance(INTERVAL);
  subscription.unsubscribe();
  await advance(LINGER - 1);
  running.subscribe();
  await advance(INTERVAL);
  expect(backend.asked).toEqual([PATHS.goroutine, PATHS.metrics]);
  expect(backend.cancelled).toEqual([]);
});

test('coming back after the linger, but before the next round is due, costs no round either', async () => {
  (await running.started()).unsubscribe();
  await advance(LINGER + 1000);
  running.subscribe();
  await advance(INTERVAL - LINGER - 1001);
  expect(backend.asked).toEqual([]);
  await advance(1);
  await running.scrapes(2);
  expect(running.held).toBe(2);
});

test('coming back later begins at once, on top of the history', async () => {
  (await running.started()).unsubscribe();
  await advance(10 * INTERVAL);
  expect(backend.asked).toEqual([]);
  running.subscribe();
  await advance(0);
  await running.scrapes(2);
  expect(running.held).toBe(2);
});
