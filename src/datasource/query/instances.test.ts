import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { Pasts } from '../past/pasts';
import { FakePrometheus } from '../past/prometheus/testing';
import type { Sampler } from '../sampler/sampler';
import { realEngine } from '../testing/running';
import { TARGET } from '../testing/programs';
import { instancesOf } from './instances';

const HOUR = 3_600_000;
const key = { id: 'orders', label: 'orders', maxAgeMs: HOUR };
const asked = { target: key, fromMs: 1000 * HOUR, toMs: 1006 * HOUR };
const pod = (name: string) => ({ job: 'orders', namespace: 'shop', pod: name, instance: `${name}:6060` });

beforeEach(() => setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv));

/** A sampler as far as these queries look at it. */
function samplerOf(matchers?: string): Sampler {
  const prometheus = matchers === undefined ? undefined : { uid: 'mimir', matchers };
  const target = { ...TARGET, prometheus };
  const pasts = new Pasts(target, { engine: realEngine(), target: key, intervalMs: () => 15_000 });
  return { target, pasts } as unknown as Sampler;
}

const query = (matchers?: string) => ({ refId: 'A', fields: ['TotalAlloc' as const], matchers });

test('a line an instance, named by what tells it from the others', async () => {
  const fake = new FakePrometheus([pod('orders-1'), pod('orders-2')], 0, 15_000);
  const frames = await instancesOf(samplerOf('job="orders", instance="$instance", pod=~".+"'), query(), asked);
  // The matchers of the settings, but for those that choose one.
  expect(fake.asked.map(({ expr }) => expr)).toEqual(['{__name__=~"go_memstats_alloc_bytes_total",job="orders"}']);
  expect(frames.map(({ fields }) => fields[1]!.config.displayNameFromDS)).toEqual(['orders-1', 'orders-2']);
  expect(frames[0]!.fields[1]).toMatchObject({
    name: 'TotalAlloc',
    labels: pod('orders-1'),
    config: { unit: 'bytes' },
  });
  // 6 h at 60 s, both ends included.
  expect(frames[0]!.length).toBe(361);
  expect(frames[0]!.fields[1]!.values.at(-1)).toBe(asked.toMs);
});

test('its own matchers go before those of the settings', async () => {
  const fake = new FakePrometheus([pod('orders-1')], 0, 15_000);
  const [frame] = await instancesOf(samplerOf('job="orders"'), query('namespace="shop"'), asked);
  expect(fake.asked[0]!.expr).toContain(',namespace="shop"}');
  // One alone is named by its field.
  expect(frame!.fields[1]!.config.displayNameFromDS).toBe('TotalAlloc');
});

test('panels that ask for the same ask once', async () => {
  const fake = new FakePrometheus([pod('orders-1')], 0, 15_000);
  const sampler = samplerOf('job="orders"');
  await Promise.all([instancesOf(sampler, query(), asked), instancesOf(sampler, query(), asked)]);
  expect(fake.asked).toHaveLength(1);
});

test('of very many the greatest are shown, and that is said', async () => {
  new FakePrometheus(
    Array.from({ length: 130 }, (_, i) => pod(`orders-${i}`)),
    0,
    15_000
  );
  const frames = await instancesOf(samplerOf('job="orders"'), query(), asked);
  expect(frames).toHaveLength(100);
  expect(frames[0]!.meta!.notices).toEqual([{ severity: 'info', text: 'The 100 greatest of 130 lines are shown.' }]);
});

test('a variable that the dashboard lacks is said', async () => {
  const fake = new FakePrometheus([pod('orders-1')], 0, 15_000);
  await expect(instancesOf(samplerOf('job="$job", instance="$instance"'), query(), asked)).rejects.toThrow(
    /^There is no past from Prometheus: its matchers in the settings hold \$job, and this dashboard has no such variable/
  );
  expect(fake.asked).toEqual([]);
});

test('nothing found is said; what is wrong with the question is an error of the query', async () => {
  new FakePrometheus([], 0, 15_000);
  const [frame] = await instancesOf(samplerOf('job="orders"'), query(), asked);
  expect(frame!.meta!.notices![0]!.text).toBe('Prometheus has no such series of {job="orders"} in this time range.');
  await expect(instancesOf(samplerOf(), query(), asked)).rejects.toThrow(/choose one in the settings, under “Past”/);
  await expect(instancesOf(samplerOf('instance="a"'), query(), asked)).rejects.toThrow(/^No matchers say which series/);
  await expect(instancesOf(samplerOf('job="orders"'), query('nonsense'), asked)).rejects.toThrow(
    /in the matchers is none/
  );
});
