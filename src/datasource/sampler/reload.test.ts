import { file, PATHS, status } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, realEngine, Running, until, useFakeClock } from '../testing/running';

// One engine, for what is kept outlives a page; what a store keeps of it is in engine/kept.test.ts.

const INTERVAL = TARGET.intervalMs;
/** After its last panel has left, a page's clocks run on for so long. */
const LINGER = 5_000;
const { heapProfile } = PATHS;

let engine: ReturnType<typeof realEngine>;
beforeEach(() => {
  useFakeClock();
  engine = realEngine();
});
afterEach(() => jest.useRealTimers());

const open = () => new Running(engine);

/** Until the page knows what is kept, in real time. */
async function settled(page: Running): Promise<void> {
  const follow = jest.spyOn(page.engine, 'follow');
  const before = follow.mock.results.length;
  await page.sampler.catchUp();
  await until(() => follow.mock.results.length > before);
  await advance(0);
}

test('reloading again and again asks once an interval, and what is kept is there to be shown', async () => {
  let subscription = await open().started();
  const begunMs = Date.now();
  for (let round = 1; round <= 3; round++) {
    const dueMs = begunMs + round * INTERVAL;
    subscription.unsubscribe();
    await advance(LINGER);
    const page = open();
    subscription = page.subscribe();
    await settled(page);
    expect(await page.sampler.catchUp()).toBe(true);
    expect(page.sampler.memorySource).toBe('/metrics');
    await advance(dueMs - 1 - Date.now());
    expect(page.backend.asked).toEqual([]);
    await advance(1);
    await page.scrapes(1);
    expect(page.taken[0]!.atMs).toBe(dueMs);
  }
});

test('a page that opens later than an interval asks at once', async () => {
  (await open().started()).unsubscribe();
  await advance(LINGER + INTERVAL);
  const next = open();
  next.subscribe();
  await next.scrapes(1);
  expect(next.rounds).toBe(1);
});

test('and so does one on whose machine the clock was set back', async () => {
  (await open().started()).unsubscribe();
  await advance(LINGER);
  jest.setSystemTime(Date.now() - 3_600_000);
  const next = open();
  next.subscribe();
  await next.scrapes(1);
  expect(next.held).toBe(2);
});

test('what was told to wait for is waited for', async () => {
  const first = open();
  const refusal = { ...status(503), headers: { 'retry-after': '120' } };
  first.backend.replyAll(refusal);
  const subscription = first.subscribe();
  await first.scrapes(1);
  subscription.unsubscribe();
  await advance(LINGER);
  const next = open();
  next.subscribe();
  await settled(next);
  await advance(120_000 - LINGER - 1);
  expect(next.backend.asked).toEqual([]);
  await advance(1);
  await next.scrapes(1);
});

test('heap profiles go on where they were, too', async () => {
  const take = async (page: Running) => {
    const taken: unknown[] = [];
    const subscription = page.sampler.heaps.subscribe((heap) => taken.push(heap));
    page.backend.reply(heapProfile, file('captures/prom.heap.d0'));
    return { taken, subscription };
  };
  const first = await take(open());
  await until(() => first.taken.length === 1);
  first.subscription.unsubscribe();
  await advance(LINGER);
  const page = open();
  const next = await take(page);
  await settled(page);
  expect(await page.sampler.catchUp()).toBe(true);
  await advance(TARGET.heapIntervalMs - LINGER - 1);
  expect(page.backend.count(heapProfile)).toBe(0);
  await advance(1);
  await until(() => next.taken.length === 1);
});
