import { goroutinesOf, metricOf } from '../testing/captures';
import { after, DOWN, file, PATHS, status, type FakeBackend } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { EngineError } from '../engine/engine';
import { advance, realEngine, Running, until, useFakeClock } from '../testing/running';

const INTERVAL = TARGET.intervalMs;
const { goroutine, metrics, expvar } = PATHS;

let running: Running;
let backend: FakeBackend;
beforeEach(() => {
  useFakeClock();
  running = new Running();
  backend = running.backend;
});
afterEach(() => jest.useRealTimers());

test('nothing is asked before somebody listens; then at once, and once an interval', async () => {
  await advance(3 * INTERVAL);
  expect(backend.asked).toEqual([]);

  running.subscribe();
  await advance(0);
  await running.scrapes(1);
  // The memory source first: it says how many goroutines there are.
  expect(backend.news()).toEqual([metrics, expvar, goroutine]);
  const [first] = running.taken;
  expect(first?.goroutines?.total).toBe(goroutinesOf('prom'));
  expect(first?.memory?.values.RSS).toBe(metricOf('prom', 'process_resident_memory_bytes'));
  expect(first?.atMs).toBe(Date.now());

  await advance(INTERVAL - 1);
  expect(backend.asked).toEqual([]);
  await advance(1);
  await running.scrapes(2);
  expect(backend.asked).toEqual([goroutine, metrics]);
  expect(running.held).toBe(2);
  expect(running.sampler.latest).toBe(running.taken[1]);
});

test('five panels cost no more than one, and at most two requests are in flight', async () => {
  for (let panel = 0; panel < 5; panel++) {
    running.subscribe();
  }
  await advance(0);
  await running.scrapes(5);
  backend.reply(goroutine, after(50, file('captures/prom.goroutine.d0')));
  backend.reply(metrics, after(20, file('captures/prom.metrics')));
  await advance(INTERVAL + 50);
  await running.scrapes(10);
  expect(running.held).toBe(2);
  expect(backend.asked).toEqual([metrics, expvar, goroutine, goroutine, metrics]);
  expect(backend.mostInFlight).toBe(2);
});

test('what the browser held back is told with the scrape that came late, and only there', async () => {
  await running.started();
  // The laptop is closed for ten minutes: no timer runs, and the clock goes on.
  jest.setSystemTime(Date.now() + 600_000);
  await advance(INTERVAL);
  await running.scrapes(2);
  await advance(INTERVAL);
  await running.scrapes(3);
  expect(running.taken.map(({ failures }) => failures)).toEqual([
    [],
    [
      {
        part: 'store',
        message: 'Nothing was sampled for 10 min: the browser, or the machine, had put this tab to sleep.',
      },
    ],
    [],
  ]);
});

test('a round slower than the interval never overlaps with the next, and is not cut off by it', async () => {
  running = new Running(realEngine(), { ...TARGET, costBudget: 1 });
  backend = running.backend;
  await running.started();
  backend.reply(goroutine, after(2.5 * INTERVAL, file('captures/prom.goroutine.d0')));
  await advance(3.5 * INTERVAL - 1);
  expect(running.rounds).toBe(1);
  await advance(1);
  await running.scrapes(2);
  // The rounds that were missed are not made up for.
  await advance(0.5 * INTERVAL - 1);
  expect(running.rounds).toBe(1);
  await advance(1);
  expect(running.rounds).toBe(2);
  expect(backend.mostInFlight).toBe(2);
  expect(backend.cancelled).toEqual([]);
});

test('a part that fails is told in failures; the other stands, and sampling goes on', async () => {
  const { taken } = running;
  await running.started();
  backend.reply(goroutine, status(500, 'boom'));
  await advance(INTERVAL);
  await running.scrapes(2);
  expect(taken[1]?.goroutines).toBeUndefined();
  expect(taken[1]?.memory?.source).toBe('/metrics');
  expect(taken[1]?.failures).toEqual([
    { part: 'goroutines', message: expect.stringMatching(/^Asked for \/debug\/pprof\/goroutine.*500.*“boom”/) },
  ]);

  backend.replyAll(DOWN);
  await advance(INTERVAL);
  await running.scrapes(3);
  expect(taken[2]?.failures.map(({ part }) => part).sort()).toEqual(['goroutines', 'memory']);

  backend.reply(goroutine, file('captures/prom.goroutine.d0'));
  backend.reply(metrics, file('captures/prom.metrics'));
  // It was out of reach: it is left alone for up to twice as long.
  await advance(2 * INTERVAL);
  await running.scrapes(4);
  expect(taken[3]?.failures).toEqual([]);
  expect(running.errors).toEqual([]);
});

test('what a round cost: its own requests, bytes and time', async () => {
  await running.started();
  const sizes = [file('captures/prom.goroutine.d0'), file('captures/prom.metrics')];
  backend.reply(goroutine, after(30, sizes[0]!));
  backend.reply(metrics, after(20, sizes[1]!));
  await advance(INTERVAL + 30);
  await running.scrapes(2);
  const bytes = sizes.reduce((sum, { body }) => sum + body.length, 0);
  expect(running.taken[1]?.cost).toEqual({ requests: 2, bytes, durationMs: 50 });
});

describe('a clock that is set back', () => {
  const HOUR = 3_600_000;

  test('ends nothing: scrapes stay in order', async () => {
    await running.started();
    jest.setSystemTime(Date.now() - HOUR);
    await advance(INTERVAL);
    await running.scrapes(2);
    await advance(INTERVAL);
    await running.scrapes(3);
    expect(running.errors).toEqual([]);
    const [first, second, third] = running.taken.map(({ atMs }) => atMs);
    expect(second).toBeGreaterThan(first!);
    expect(third).toBeGreaterThan(second!);
    expect(running.held).toBe(3);
  });

  test('does not keep a panel that comes back waiting until the clock has caught up', async () => {
    (await running.started()).unsubscribe();
    await advance(5_000);
    jest.setSystemTime(Date.now() - HOUR);
    running.subscribe();
    await advance(INTERVAL);
    expect(running.rounds).toBe(1);
  });
});

describe('the engine', () => {
  test('a round that is aborted while it is decoded is not taken into the history', async () => {
    const engine = realEngine();
    const append = jest.fn(engine.append);
    running = new Running({ ...engine, append });
    backend = running.backend;
    const subscription = await running.started();
    expect(append).toHaveBeenCalledTimes(1);
    const decode = jest.spyOn(running.engine, 'readGoroutines');
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    decode.mockImplementation(async (input, abort) => {
      await gate;
      return engine.readGoroutines(input, abort);
    });
    await advance(INTERVAL);
    await until(() => decode.mock.calls.length === 1);
    subscription.unsubscribe();
    await advance(5_000);
    goOn();
    await expect(decode.mock.results[0]!.value).rejects.toThrow('aborted');
    expect(append).toHaveBeenCalledTimes(1);
    expect(running.held).toBe(1);
    expect(running.errors).toEqual([]);
  });

  test('one that was lost in the middle of a round costs that round’s part, and says so', async () => {
    await running.started();
    const lost = new EngineError('Tidemark’s worker in this browser ended: out of memory.');
    jest.spyOn(running.engine, 'readGoroutines').mockRejectedValueOnce(lost);
    await advance(INTERVAL);
    await running.scrapes(2);
    expect(running.taken[1]?.failures).toEqual([{ part: 'goroutines', message: lost.message }]);
    expect(running.taken[1]?.memory?.source).toBe('/metrics');
    await advance(INTERVAL);
    await running.scrapes(3);
    expect(running.taken[2]?.failures).toEqual([]);
  });

  test('one that is lost with a whole round ends nothing', async () => {
    await running.started();
    const append = jest.spyOn(running.engine, 'append').mockRejectedValueOnce(new EngineError('ended'));
    await advance(INTERVAL);
    await until(() => append.mock.calls.length === 1);
    await advance(INTERVAL);
    await running.scrapes(2);
    expect(running.errors).toEqual([]);
  });
});

describe('a sampler whose settings were changed', () => {
  test('keeps its history for the panels that still show it, and lets go of it with the last', async () => {
    const subscription = await running.started();
    const release = jest.spyOn(running.engine, 'release');
    running.sampler.retire({ key: { id: 'another' } } as never);
    await advance(INTERVAL);
    await running.scrapes(2);
    expect(release).not.toHaveBeenCalled();
    subscription.unsubscribe();
    await advance(5_000);
    expect(release).toHaveBeenCalledWith({ target: running.sampler.key });
  });

  test('and that nobody shows lets go of it at once', async () => {
    const release = jest.spyOn(running.engine, 'release');
    running.sampler.retire({ key: { id: 'another' } } as never);
    expect(release).toHaveBeenCalledTimes(1);
  });
});
