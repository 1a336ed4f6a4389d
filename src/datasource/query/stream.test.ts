import { dateTime, LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import type { TidemarkQuery } from '../types';
import { goroutinesOf, metricOf } from '../testing/captures';
import { DOWN, HANG, PATHS } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { EngineError, type Engine } from '../engine/engine';
import { advance, realEngine, Running, until, useFakeClock } from '../testing/running';
import { answer } from './stream';

const INTERVAL = TARGET.intervalMs;
const TOTAL: TidemarkQuery = { refId: 'A', queryType: 'goroutines', groupBy: 'total' };
const RSS: TidemarkQuery = { refId: 'B', queryType: 'memory', view: 'fields', fields: ['RSS'] };

let running: Running;
let engine: ReturnType<typeof slowEngine>;
beforeEach(() => {
  useFakeClock();
  setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv);
  engine = slowEngine();
  running = new Running(engine);
});
afterEach(() => jest.useRealTimers());

type Raw = DataQueryRequest['range']['raw'];

/** A panel on the running sampler. As in Grafana, its range was evaluated once, a little before it asks. */
function panel(targets: TidemarkQuery[], raw: Raw = { from: 'now-5m', to: 'now' }, timezone = 'utc') {
  const range = { from: dateTime(Date.now() - 300_005), to: dateTime(Date.now() - 5), raw };
  if (!String(raw.to).includes('now')) {
    Object.assign(range, { from: dateTime(raw.from), to: dateTime(raw.to) });
  }
  const packets: DataQueryResponse[] = [];
  let isDone = false;
  const request = { targets, range, scopedVars: {}, timezone } as unknown as DataQueryRequest<TidemarkQuery>;
  const subscription = answer(request, running.sampler).subscribe({
    next: (packet) => packets.push(packet),
    complete: () => (isDone = true),
  });
  return {
    packets,
    subscription,
    isDone: () => isDone,
    count: (count: number) => until(() => packets.length >= count),
  };
}

/**
 * The real engine; its answers wait for `work`, where a test sets it, and `asked` has the signal of each. What leaks is
 * known when `judgement` is.
 */
function slowEngine() {
  const real = realEngine();
  const slow = {
    ...real,
    asked: [] as AbortSignal[],
    work: undefined as (() => Promise<void>) | undefined,
    judgement: Promise.resolve(),
  };
  const behindWork = <M extends 'goroutines' | 'memory'>(method: M): Engine[M] =>
    // Worked out first, as it was when it was asked for.
    (async (input: never, abort?: AbortSignal) => {
      slow.asked.push(abort!);
      const answer = await real[method](input, abort);
      await slow.work?.();
      return answer;
    }) as Engine[M];
  const suspects: Engine['suspects'] = async (input, abort) => {
    await slow.judgement;
    return real.suspects(input, abort);
  };
  return Object.assign(slow, { goroutines: behindWork('goroutines'), memory: behindWork('memory'), suspects });
}

const columns = (packet: DataQueryResponse | undefined, refId: string) =>
  packet?.data.find((frame) => frame.refId === refId)?.fields.map(({ values }: { values: unknown[] }) => values) as
    unknown[][] | undefined;

/** One round further. */
async function round() {
  const before = running.held;
  await advance(INTERVAL);
  await until(() => running.held > before);
}

describe('a panel that reaches the present', () => {
  test('gets a packet a scrape, each the whole answer', async () => {
    const { packets, count } = panel([TOTAL, RSS]);
    expect(packets).toEqual([]);
    await advance(0);
    await count(1);
    await advance(INTERVAL);
    await count(2);
    expect(packets.map(({ state }) => state)).toEqual([LoadingState.Streaming, LoadingState.Streaming]);
    expect(packets[0]?.errors).toBeUndefined();
    expect(packets[0]?.data[0].meta.custom.probe.decodedIn).toBe('page');
    const goroutines = goroutinesOf('prom');
    const rss = metricOf('prom', 'process_resident_memory_bytes');
    expect(columns(packets[0], 'A')).toEqual([[Date.now() - INTERVAL], [goroutines]]);
    expect(columns(packets[1], 'A')).toEqual([
      [Date.now() - INTERVAL, Date.now()],
      [goroutines, goroutines],
    ]);
    expect(columns(packets[1], 'B')?.[1]).toEqual([rss, rss]);
  });

  test('is told at once what an earlier panel made known, which asks nothing', async () => {
    await running.started();
    const { packets, count } = panel([TOTAL]);
    await count(1);
    expect(packets).toHaveLength(1);
    expect(packets[0]?.state).toBe(LoadingState.Streaming);
    expect(columns(packets[0], 'A')?.[1]).toEqual([goroutinesOf('prom')]);
    await advance(INTERVAL - 1);
    expect(running.backend.asked).toEqual([]);
  });

  test('has its first query before the others where those take long, and only at the very first', async () => {
    await running.started();
    let release: () => void = () => undefined;
    engine.work = () => new Promise((resolve) => (release = resolve));
    const { count, packets } = panel([{ refId: 'A', queryType: 'findings' }, RSS]);
    await until(() => engine.asked.length === 1);
    await advance(100);
    await count(1);
    engine.work = undefined;
    release();
    await count(2);
    await round();
    await count(3);
    const refs = packets.map(({ data }) => [...new Set(data.map(({ refId }) => refId))]);
    expect(refs).toEqual([['A'], ['A', 'B'], ['A', 'B']]);
  });

  test('shows all goroutines while it is worked out which of them leak, and only at the very first', async () => {
    await running.started();
    let known: () => void = () => undefined;
    engine.judgement = new Promise((resolve) => (known = resolve));
    const { count, packets } = panel([{ refId: 'A', queryType: 'suspects' }]);
    await advance(99);
    expect(packets).toEqual([]);
    await advance(1);
    await count(1);
    const [table, picture] = packets[0]!.data as DataFrame[];
    expect(table!.meta!.custom).toMatchObject({
      kind: 'suspects',
      suspects: [],
      window: { fromMs: null },
      caveats: [{ kind: 'being judged', text: 'Looking at 1 scrape.' }],
    });
    expect(picture!.fields[1]!.values).toEqual([goroutinesOf('prom')]);
    known();
    await count(2);
    expect(packets[1]!.data[0].meta.custom.caveats).toMatchObject([{ kind: 'too few scrapes' }]);
    await round();
    await count(3);
    expect(packets).toHaveLength(3);
  });

  test('does not show it where the answer is there as soon', async () => {
    await running.started();
    const { count, packets } = panel([{ refId: 'A', queryType: 'suspects' }]);
    await count(1);
    await advance(1_000);
    expect(packets).toHaveLength(1);
  });

  test('ends with its subscription', async () => {
    const { packets, subscription, count } = panel([TOTAL]);
    await advance(0);
    await count(1);
    subscription.unsubscribe();
    running.backend.news();
    await advance(5 * INTERVAL);
    expect(packets).toHaveLength(1);
    expect(running.backend.asked).toEqual([]);
  });
});

describe('time ranges', () => {
  test('a relative one moves with the clock', async () => {
    const { packets, count } = panel([TOTAL], { from: 'now-15s', to: 'now' });
    await advance(0);
    await count(1);
    for (let rounds = 2; rounds <= 4; rounds++) {
      await round();
      await count(rounds);
    }
    // The two newest of four.
    expect(columns(packets[3], 'A')?.[0]).toEqual([Date.now() - INTERVAL, Date.now()]);
  });

  test('a relative one is rounded in the dashboard’s time zone', async () => {
    // Five seconds before Tokyo's midnight; a round is ten.
    jest.setSystemTime(Date.UTC(2026, 10, 20, 14, 59, 55));
    await running.started();
    await round();
    const { packets, count } = panel([TOTAL], { from: 'now/d', to: 'now' }, 'Asia/Tokyo');
    await count(1);
    expect(columns(packets[0], 'A')?.[0]).toEqual([Date.now()]);
  });

  // Explore hands over moments, dashboards what the address bar has: ISO texts.
  test.each([
    ['moments', (ms: number) => dateTime(ms)],
    ['texts', (ms: number) => new Date(ms).toISOString()],
  ])('an absolute one in the past, given as %s, is answered once and asks nothing', async (_, as) => {
    (await running.started()).unsubscribe();
    const at = running.taken[0]!.atMs;
    await advance(INTERVAL * 2);
    const { packets, isDone, count } = panel([TOTAL], { from: as(at - 1000), to: as(at + 1000) });
    await count(1);
    expect(packets.map(({ state }) => state)).toEqual([LoadingState.Done]);
    expect(columns(packets[0], 'A')).toEqual([[at], [goroutinesOf('prom')]]);
    expect(isDone()).toBe(true);
    await advance(INTERVAL * 3);
    expect(running.backend.asked).toEqual([]);
  });

  test('an absolute one that reaches into the future goes on', async () => {
    const { count } = panel([TOTAL], { from: dateTime(Date.now()), to: dateTime(Date.now() + 3_600_000) });
    await advance(0);
    await count(1);
    await advance(INTERVAL);
    await count(2);
  });
});

describe('what goes wrong', () => {
  test('hidden queries are passed over; a wrong one errs under its refId and the others answer', async () => {
    await running.started();
    const wrong: TidemarkQuery = { ...TOTAL, refId: 'C', focus: '(' };
    const { packets, count } = panel([{ ...TOTAL, refId: 'H', hide: true }, wrong, RSS]);
    await count(1);
    expect(packets[0]?.data.map(({ refId }) => refId)).toEqual(['B']);
    expect(packets[0]?.errors).toEqual([
      { refId: 'C', message: expect.stringContaining('“Focus” is not a regular expression') },
    ]);
  });

  test('a flame graph says itself what went wrong: Grafana’s panel would say that fields are missing', async () => {
    await running.started();
    const { packets, count } = panel([
      { refId: 'A', queryType: 'profile', profile: 'heap', view: 'flamegraph', focus: '(' },
    ]);
    await count(1);
    const [frame] = packets[0]!.data as DataFrame[];
    const message = packets[0]!.errors![0]!.message!;
    expect(message).toMatch(/not a regular expression/);
    expect(frame!.fields.map(({ name, values }) => [name, ...values])).toEqual([
      ['level', 0],
      ['value', 0],
      ['self', 0],
      ['label', message],
    ]);
  });

  test('a target that never answered is an error that names what was asked', async () => {
    running.backend.replyAll(DOWN);
    const { packets, count } = panel([TOTAL, RSS]);
    await advance(0);
    await count(1);
    expect(packets[0]?.state).toBe(LoadingState.Streaming);
    expect(packets[0]?.errors).toEqual([
      { refId: 'A', message: expect.stringMatching(/Asked for \/debug\/pprof\/goroutine\?debug=0\. .*502/) },
      { refId: 'B', message: expect.stringMatching(/Asked for \/metrics\. .*502/) },
    ]);
  });

  test('a target that fails later keeps its data and gets a notice, and no error', async () => {
    const { packets, count } = panel([TOTAL]);
    await advance(0);
    await count(1);
    running.backend.reply(PATHS.goroutine, DOWN);
    await advance(INTERVAL);
    await count(2);
    expect(columns(packets[1], 'A')?.[1]).toEqual([goroutinesOf('prom'), null]);
    expect(packets[1]?.errors).toBeUndefined();
    expect(packets[1]?.data[0].meta.notices).toEqual([
      { severity: 'warning', text: expect.stringMatching(/^One scrape failed.* Asked for \/debug\/pprof\/goroutine/) },
    ]);
  });

  test('a target that hangs holds up nobody: what is known is shown', async () => {
    await running.started();
    running.backend.replyAll(HANG);
    await advance(INTERVAL);
    const { packets, count } = panel([TOTAL]);
    await count(1);
    expect(columns(packets[0], 'A')?.[1]).toEqual([goroutinesOf('prom')]);
  });

  test('an engine that was lost while it worked on an answer: a message, and the next packet has data', async () => {
    await running.started();
    engine.work = () => Promise.reject(new EngineError('Tidemark’s worker in this browser ended: out of memory.'));
    const { packets, count } = panel([TOTAL]);
    await count(1);
    expect(packets[0]).toMatchObject({
      data: [],
      errors: [{ refId: 'A', message: expect.stringMatching(/ended: out/) }],
    });
    engine.work = undefined;
    await advance(INTERVAL);
    await count(2);
    expect(packets[1]?.errors).toBeUndefined();
    expect(columns(packets[1], 'A')?.[1]).toEqual([goroutinesOf('prom'), goroutinesOf('prom')]);
  });
});

describe('an engine that takes its time', () => {
  test('leaving aborts the work in flight, and nothing comes any more', async () => {
    await running.started();
    engine.work = () => new Promise(() => undefined);
    const { packets, subscription } = panel([TOTAL, RSS]);
    await until(() => engine.asked.length === 2);
    expect(engine.asked.map(({ aborted }) => aborted)).toEqual([false, false]);
    subscription.unsubscribe();
    expect(engine.asked.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(packets).toEqual([]);
  });

  test('packets come one at a time and in order; scrapes that come meanwhile make one more, of the newest', async () => {
    await running.started();
    const done: Array<() => void> = [];
    engine.work = () => new Promise((resolve) => done.push(resolve));
    const { packets, count } = panel([TOTAL]);
    await round();
    await round();
    await round();
    expect(done).toHaveLength(1);
    done[0]!();
    await count(1);
    expect(columns(packets[0], 'A')?.[1]).toHaveLength(1);
    await until(() => done.length === 2);
    done[1]!();
    await count(2);
    expect(columns(packets[1], 'A')?.[1]).toHaveLength(4);
    await advance(1);
    expect(done).toHaveLength(2);
  });

  test('an absolute range that is over: leaving aborts', async () => {
    (await running.started()).unsubscribe();
    engine.work = () => new Promise(() => undefined);
    const at = running.taken[0]!.atMs;
    await advance(INTERVAL);
    const { subscription } = panel([TOTAL], { from: dateTime(at - 1), to: dateTime(at + 1) });
    await until(() => engine.asked.length === 1);
    subscription.unsubscribe();
    expect(engine.asked[0]?.aborted).toBe(true);
  });
});
