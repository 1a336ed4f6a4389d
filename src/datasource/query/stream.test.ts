import { dateTime, LoadingState, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import type { TidemarkQuery } from '../types';
import { goroutinesOf, metricOf } from '../testing/captures';
import { DOWN, HANG, PATHS } from '../testing/fakeBackend';
import { TARGET } from '../testing/programs';
import { advance, Running, until, useFakeClock } from '../testing/running';
import { answer } from './stream';

const INTERVAL = TARGET.intervalMs;
const TOTAL: TidemarkQuery = { refId: 'A', queryType: 'goroutines', groupBy: 'total' };
const RSS: TidemarkQuery = { refId: 'B', queryType: 'memory', view: 'fields', fields: ['RSS'] };

let running: Running;
beforeEach(() => {
  useFakeClock();
  setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv);
  running = new Running();
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

const columns = (packet: DataQueryResponse | undefined, refId: string) =>
  packet?.data.find((frame) => frame.refId === refId)?.fields.map(({ values }: { values: unknown[] }) => values) as
    unknown[][] | undefined;

/** One round further. */
async function round() {
  const before = running.sampler.history.length;
  await advance(INTERVAL);
  await until(() => running.sampler.history.length > before);
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
    const { packets } = panel([TOTAL]);
    expect(packets).toHaveLength(1);
    expect(packets[0]?.state).toBe(LoadingState.Streaming);
    expect(columns(packets[0], 'A')?.[1]).toEqual([goroutinesOf('prom')]);
    await advance(INTERVAL - 1);
    expect(running.backend.asked).toEqual([]);
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
    const { packets } = panel([TOTAL], { from: 'now/d', to: 'now' }, 'Asia/Tokyo');
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
    const { packets, isDone } = panel([TOTAL], { from: as(at - 1000), to: as(at + 1000) });
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
    const { packets } = panel([{ ...TOTAL, refId: 'H', hide: true }, wrong, RSS]);
    expect(packets[0]?.data.map(({ refId }) => refId)).toEqual(['B']);
    expect(packets[0]?.errors).toEqual([
      { refId: 'C', message: expect.stringContaining('“Focus” is not a regular expression') },
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
    const { packets } = panel([TOTAL]);
    expect(columns(packets[0], 'A')?.[1]).toEqual([goroutinesOf('prom')]);
  });
});
