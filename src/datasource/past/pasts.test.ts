import { dateTime } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { EngineError, type Engine } from '../engine/engine';
import { realEngine } from '../testing/running';
import { Pasts } from './pasts';
import { FakePrometheus } from './prometheus/testing';

const HOUR = 3_600_000;
const TARGET = { id: 'orders', label: 'http://orders:6060', maxAgeMs: 24 * HOUR };
/** An hour of a scrape each 15 s, both ends included. */
const SCRAPES = 241;
const range = { from: dateTime(1000 * HOUR), to: dateTime(1001 * HOUR) };
const signal = new AbortController().signal;

let engine: Engine;
beforeEach(() => {
  engine = realEngine();
  setTemplateSrv({
    replace: (text: string, scopedVars: Record<string, string> = {}) =>
      text.replace('$pod', scopedVars['pod'] ?? '$pod'),
  } as unknown as TemplateSrv);
});

const pastsOf = (matchers: string) =>
  new Pasts({ prometheus: { uid: 'mimir', matchers } }, { engine, target: TARGET, intervalMs: () => 15_000 });

const scrapesOf = async (past: { id: string; gapMs: number } | undefined) => {
  const [fromMs, toMs] = [range.from.valueOf(), range.to.valueOf()];
  const answer = await engine.memory({ target: TARGET, fromMs, toMs, past, options: { columns: ['TotalAlloc'] } });
  return answer.times.length;
};

test('nothing waits for it: it is joined once it is there, and that is told', async () => {
  new FakePrometheus([{ instance: 'a' }], 0, 15_000);
  const past = pastsOf('instance="a"').of('memory');
  let changes = 0;
  past.changes.subscribe(() => changes++);
  expect(await past.join(range, signal)).toEqual({ trouble: undefined });
  await past.read(range);
  expect(changes).toBeGreaterThan(0);
  const { choice } = await past.join(range, signal);
  expect(choice).toMatchObject({ gapMs: 45_000 });
  expect(await scrapesOf(choice)).toBe(SCRAPES);
});

test('an engine that began anew is told again', async () => {
  new FakePrometheus([{ instance: 'a' }], 0, 15_000);
  const past = pastsOf('instance="a"').of('memory');
  await past.read(range);
  const { choice } = await past.join(range, signal);
  await engine.forget({ target: TARGET });
  expect(await scrapesOf(choice)).toBe(0);
  expect((await past.join(range, signal)).choice).toEqual(choice);
  expect(await scrapesOf(choice)).toBe(SCRAPES);
});

test('an engine that is lost just then shows what is sampled, later', async () => {
  new FakePrometheus([{ instance: 'a' }], 0, 15_000);
  const past = pastsOf('instance="a"').of('memory');
  await past.read(range);
  engine.hasPast = () => Promise.reject(new EngineError('lost'));
  expect(await past.join(range, signal)).toEqual({ trouble: undefined });
});

test('a variable makes it another program’s; the same is read once for all panels', async () => {
  new FakePrometheus([{ instance: 'a' }], 0, 15_000);
  const pasts = pastsOf('pod="$pod"');
  const scoped = (pod: string) => ({ pod }) as never;
  expect(pasts.of('memory', scoped('a'))).toBe(pasts.of('memory', scoped('a')));
  expect(pasts.of('memory', scoped('a'))).not.toBe(pasts.of('memory', scoped('b')));
});

test('what is wrong with the matchers is told, and nothing is asked', async () => {
  const prometheus = new FakePrometheus([], 0, 15_000);
  const past = pastsOf('orders').of('memory');
  await past.read(range);
  expect(await past.join(range, signal)).toEqual({
    trouble: expect.stringMatching(/^There is no past from Prometheus: “orders” in the matchers is none\./),
  });
  expect(prometheus.asked).toEqual([]);
});
