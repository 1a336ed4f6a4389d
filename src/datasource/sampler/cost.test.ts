import { captureText } from '../testing/captures';
import { after, file, NOT_FOUND, PATHS, status, text, type FakeBackend, type Reply } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, Running, until, useFakeClock } from '../testing/running';

// What watching costs a program, and what the sampler does about it.

const INTERVAL = TARGET.intervalMs;
const WAY = 30;
const { expvar, goroutine, heapProfile, metrics } = PATHS;
const PROFILE = file('captures/prom.goroutine.d0');
const METRICS = file('captures/prom.metrics');

let running: Running;
let backend: FakeBackend;
beforeEach(() => {
  useFakeClock();
  running = new Running();
  backend = running.backend;
});
afterEach(() => jest.useRealTimers());

const withGoroutines = (count: number): Reply =>
  text(captureText('captures/prom.metrics').replace(/^go_goroutines .*$/m, `go_goroutines ${count}`));
const refusal = (code: number, retryAfter: string): Reply => ({
  ...status(code),
  headers: { 'retry-after': retryAfter },
});

/** Lets time pass. @returns the times at which profiles were asked for, ms */
async function pass(ms: number, stepMs = 500): Promise<number[]> {
  const times: number[] = [];
  const takenBefore = running.taken.length - backend.count(goroutine);
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
    const asked = backend.count(goroutine);
    await advance(stepMs);
    if (backend.count(goroutine) > asked) {
      times.push(Date.now());
    }
    // What has come is decoded in real time.
    await until(() => backend.inFlight > 0 || running.taken.length >= takenBefore + backend.count(goroutine));
  }
  return times;
}

const gaps = (times: number[]) => times.slice(1).map((time, i) => time - times[i]!);

test('a program that spends 400 ms on a scrape is asked every 40 s: the way there and back is not its own', async () => {
  await running.started();
  backend.reply(metrics, after(WAY, METRICS));
  backend.reply(goroutine, after(WAY + 400, PROFILE));
  // The first answers, which had no way to go, have to be forgotten.
  await pass(24 * 40_000, 1000);
  expect(running.sampler.paces.scrapes.plan).toEqual({ intervalMs: 40_000, why: 'budget' });
  expect(new Set(gaps(await pass(200_000, 1000)))).toEqual(new Set([40_000]));
  expect(running.sampler.paces.scrapes.spentMs).toBe(400);
  expect(running.taken.at(-1)!.cost.durationMs).toBe(400 + 2 * WAY);
});

test('one that is far away and quick is asked as set', async () => {
  backend.reply(metrics, after(200, METRICS));
  backend.reply(goroutine, after(210, PROFILE));
  backend.reply(expvar, after(205, NOT_FOUND));
  running.subscribe();
  const times = await pass(6 * INTERVAL);
  // In the first round the profile waits for the memory source.
  expect(new Set(gaps(times).slice(1))).toEqual(new Set([INTERVAL]));
  expect(times.length).toBeGreaterThanOrEqual(5);
  expect(running.sampler.paces.scrapes.plan).toEqual({ intervalMs: INTERVAL, why: 'set' });
});

test('too many goroutines for a first profile: memory is shown, the profile comes when it is paid for', async () => {
  // 4 s of its time: 400 s, of which 300 are saved up.
  backend.reply(metrics, withGoroutines(1_000_000));
  running.subscribe();
  await advance(0);
  await running.scrapes(1);
  expect(backend.count(goroutine)).toBe(0);
  expect(running.taken[0]).toMatchObject({ goroutines: undefined, memory: { source: '/metrics' }, failures: [] });
  expect(running.sampler.paces.scrapes.plan).toEqual({ intervalMs: 100_000, why: 'put off' });
  await advance(99_000);
  expect(backend.count(goroutine)).toBe(0);
  await advance(1_000);
  await running.scrapes(2);
  expect(backend.count(goroutine)).toBe(1);
  expect(running.taken[1]?.goroutines?.total).toBeGreaterThan(0);
});

test.each([
  ['429 in seconds', 429, () => '120'],
  ['503 with a date', 503, () => new Date(Date.now() + INTERVAL + 120_000).toUTCString()],
])('%s of one part: nothing is asked before Retry-After is over', async (_, code, retryAfter) => {
  await running.started();
  backend.reply(goroutine, refusal(code, retryAfter()));
  await advance(INTERVAL);
  await running.scrapes(2);
  expect(running.taken[1]?.failures).toEqual([{ part: 'goroutines', message: expect.stringContaining(String(code)) }]);
  expect(running.sampler.paces.scrapes.plan.why).toBe('Retry-After');
  backend.news();
  backend.reply(goroutine, PROFILE);
  await advance(119_000 - INTERVAL);
  expect(backend.asked).toEqual([]);
  await advance(1_000 + INTERVAL);
  await running.scrapes(3);
  expect(running.sampler.paces.scrapes.plan).toEqual({ intervalMs: INTERVAL, why: 'set' });
});

test('a program that is out of reach is asked less and less often; a profile that is not served alone is no such case', async () => {
  await running.started();
  backend.reply(goroutine, status(404));
  await advance(INTERVAL);
  await running.scrapes(2);
  expect(running.sampler.paces.scrapes.plan).toEqual({ intervalMs: INTERVAL, why: 'set' });
  backend.replyAll(status(502));
  await advance(INTERVAL);
  await running.scrapes(3);
  await pass(600_000, 5_000);
  // From then on once in two and a half to five minutes.
  const times = await pass(3_600_000, 5_000);
  expect(Math.min(...gaps(times))).toBeGreaterThanOrEqual(145_000);
  expect(Math.max(...gaps(times))).toBeLessThanOrEqual(305_000);
});

test('heap profiles count against the same budget, and pay for themselves', async () => {
  await running.started();
  backend.reply(heapProfile, after(1_500, file('captures/prom.heap.d0')));
  let heaps = 0;
  running.sampler.heaps.subscribe(() => heaps++);
  await advance(1_500);
  await until(() => heaps === 1);
  const { heaps: pace, scrapes } = running.sampler.paces;
  expect(scrapes.plan).toEqual({ intervalMs: INTERVAL, why: 'set' });
  // 1.5 s of 1 %, and the scrapes cost nothing here.
  expect(pace.plan).toEqual({ intervalMs: 150_000, why: 'budget' });
  await advance(147_000);
  expect(backend.count(heapProfile)).toBe(1);
  await advance(3_000);
  expect(backend.count(heapProfile)).toBe(2);
});
