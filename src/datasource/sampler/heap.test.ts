import type { Subscription } from 'rxjs';
import { after, DOWN, file, PATHS, type FakeBackend } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, realEngine, Running, until, useFakeClock } from '../testing/running';
import type { HeapTaken } from './heap';

const INTERVAL = TARGET.heapIntervalMs;
const { heapProfile } = PATHS;
const PROFILE = file('captures/prom.heap.d0');

let running: Running;
let backend: FakeBackend;
let taken: HeapTaken[];
beforeEach(() => {
  useFakeClock();
  running = new Running();
  backend = running.backend;
  taken = [];
});
afterEach(() => jest.useRealTimers());

const subscribe = (): Subscription => running.sampler.heaps.subscribe((one) => taken.push(one));
const count = (moments: number) => until(() => taken.length >= moments);

test('heap profiles are asked for only while somebody listens to them: at once, and once an interval', async () => {
  const scrapes = await running.started();
  await advance(2 * TARGET.intervalMs);
  expect(backend.count(heapProfile)).toBe(0);
  scrapes.unsubscribe();
  await advance(10_000);
  backend.news();

  const subscription = subscribe();
  await advance(0);
  await count(1);
  await advance(INTERVAL - 1);
  expect(backend.asked).toEqual([heapProfile]);
  await advance(1);
  await count(2);
  expect(backend.news()).toEqual([heapProfile, heapProfile]);
  subscription.unsubscribe();
  await advance(3 * INTERVAL);
  expect(backend.asked).toEqual([]);
});

test('five panels cost no more than one, and at most one is in flight however slow the target', async () => {
  running = new Running(realEngine(), { ...TARGET, costBudget: 1 });
  backend = running.backend;
  backend.reply(heapProfile, after(2.5 * INTERVAL, PROFILE));
  for (let panel = 0; panel < 5; panel++) {
    subscribe();
  }
  await advance(0);
  await advance(2.5 * INTERVAL - 1);
  expect(backend.count(heapProfile)).toBe(1);
  await advance(1);
  await count(5);
  // It may spend all of its time, and does.
  expect(backend.count(heapProfile)).toBe(2);
  expect(backend.mostInFlight).toBe(1);
});

test('what it cost, and that it failed', async () => {
  backend.reply(heapProfile, after(30, PROFILE));
  subscribe();
  await advance(0);
  await advance(30);
  await count(1);
  expect(taken[0]).toMatchObject({ cost: { requests: 1, bytes: PROFILE.body.length, durationMs: 30 }, failures: [] });
  expect(running.sampler.latestHeap).toBe(taken[0]);
  backend.reply(heapProfile, DOWN);
  await advance(INTERVAL);
  await count(2);
  expect(taken[1]!.failures).toEqual([
    { part: 'heap', message: expect.stringMatching(/^Asked for \/debug\/pprof\/heap\?debug=0\. .*502/) },
  ]);
});

test('a panel that comes back within the interval costs nothing', async () => {
  const subscription = subscribe();
  await advance(0);
  await count(1);
  subscription.unsubscribe();
  await advance(10_000);
  backend.news();
  subscribe();
  await advance(INTERVAL - 10_000 - 1);
  expect(backend.asked).toEqual([]);
  await advance(1);
  await count(2);
});

test('leaving aborts what is in flight', async () => {
  backend.reply(heapProfile, after(Infinity, PROFILE));
  const subscription = subscribe();
  await advance(0);
  subscription.unsubscribe();
  await advance(5_000);
  expect(backend.cancelled).toEqual([heapProfile]);
  expect(taken).toEqual([]);
});

test('a retired sampler keeps its history while a heap panel shows it', async () => {
  const release = jest.spyOn(running.engine, 'release');
  const subscription = subscribe();
  await advance(0);
  await count(1);
  running.sampler.retire({ key: { id: 'another' } } as never);
  expect(release).not.toHaveBeenCalled();
  subscription.unsubscribe();
  await advance(5_000);
  expect(release).toHaveBeenCalledTimes(1);
});
