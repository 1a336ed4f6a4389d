import { dateTime, type DataSourceApi } from '@grafana/data';
import { setDataSourceSrv, setTemplateSrv, type DataSourceSrv, type TemplateSrv } from '@grafana/runtime';
import type { Engine } from '../engine/engine';
import { Pasts, type PastWanted } from './pasts';

const TARGET = { id: 'orders', label: 'orders', maxAgeMs: Infinity };
const RANGE = { from: dateTime(3_600_000), to: dateTime(7_200_000) };
const BOTH = {
  prometheus: { uid: 'prom', matchers: 'job="$job"' },
  pyroscope: { uid: 'pyro', matchers: 'service_name="$job"' },
};

/** Which data sources have been asked. */
let asked: string[];

beforeEach(() => {
  asked = [];
  setTemplateSrv({
    replace: (text = '', { job } = {}) => text.replace('$job', job?.value),
  } as Partial<TemplateSrv> as TemplateSrv);
  const sourceOf = (uid: string) => ({
    name: uid,
    getRef: () => ({ uid }),
    query: () => Promise.resolve({ data: [] }),
  });
  setDataSourceSrv({
    get: (uid: string) => {
      asked.push(uid);
      return Promise.resolve(sourceOf(uid) as unknown as DataSourceApi);
    },
  } as unknown as DataSourceSrv);
});

function pastsOf(settings: Partial<typeof BOTH>): Pasts {
  return new Pasts(settings, { engine: {} as Engine, target: TARGET, intervalMs: () => 15_000 });
}

const ORDERS = { job: { value: 'orders', text: 'orders' } };

test.each<[PastWanted, Partial<typeof BOTH>, string | undefined]>([
  ['memory', BOTH, 'prom'],
  ['totals', BOTH, 'prom'],
  ['stacks', BOTH, 'pyro'],
  ['inuse_space', BOTH, 'pyro'],
  ['inuse_objects', { prometheus: BOTH.prometheus }, undefined],
  ['nothing', BOTH, undefined],
  ['memory', { pyroscope: BOTH.pyroscope }, undefined],
  ['totals', { pyroscope: BOTH.pyroscope }, 'pyro'],
  ['stacks', { prometheus: BOTH.prometheus }, undefined],
])('%s of %j is asked of %s', async (wanted, settings, uid) => {
  await pastsOf(settings).of(wanted, ORDERS).read(RANGE);
  expect([...new Set(asked)]).toEqual(uid ? [uid] : []);
});

test('one reader for all that ask for the same program, another for another', () => {
  const pasts = pastsOf(BOTH);
  const orders = pasts.of('stacks', ORDERS);
  expect(pasts.of('stacks', { job: { value: 'orders', text: 'the same' } })).toBe(orders);
  expect(pasts.of('stacks', { job: { value: 'billing', text: 'billing' } })).not.toBe(orders);
  expect(pasts.of('memory', ORDERS)).not.toBe(orders);
  // Each sample type of the heap is asked for by itself.
  expect(pasts.of('inuse_space', ORDERS)).not.toBe(orders);
  expect(pasts.of('inuse_space', ORDERS)).toBe(pasts.of('inuse_space', ORDERS));
  expect(pasts.of('inuse_objects', ORDERS)).not.toBe(pasts.of('inuse_space', ORDERS));
});

test.each<[PastWanted, string]>([
  ['memory', 'Prometheus: its matchers in the settings hold'],
  ['stacks', 'Pyroscope: its label selector in the settings holds'],
])('%s: a variable that the dashboard lacks is said, and nothing is asked', async (wanted, whose) => {
  const matchers = 'service_name="$job", instance="${instance:regex}"';
  const past = pastsOf({ prometheus: { uid: 'prom', matchers }, pyroscope: { uid: 'pyro', matchers } });
  const { trouble } = await past.of(wanted, ORDERS).join(RANGE, new AbortController().signal);
  expect(trouble).toBe(
    `There is no past from ${whose} $instance, and this dashboard has no such variable. Give the dashboard a variable “instance”, or write its value in the settings.`
  );
  expect(asked).toEqual([]);
});

test('what is wrong with the selector is said of the recorder that it is for', async () => {
  const past = pastsOf({ pyroscope: { uid: 'pyro', matchers: 'orders' } }).of('stacks');
  expect((await past.join(RANGE, new AbortController().signal)).trouble).toMatch(
    /^There is no past from Pyroscope: “orders” in the matchers is none/
  );
  expect(asked).toEqual([]);
});
