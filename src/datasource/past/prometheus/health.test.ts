import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { checkPrometheus } from './health';
import { FakePrometheus } from './testing';

const NOW = Date.UTC(2026, 10, 21);
const ORDERS = { job: 'orders', instance: 'a' };

beforeEach(() => setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv));

const check = (matchers: string, uid = 'mimir') => checkPrometheus({ uid, matchers }, NOW);

test('what is wrong with the matchers or the data source', async () => {
  new FakePrometheus([ORDERS], 0, 15_000);
  expect(await check('orders')).toMatchObject({
    isFine: false,
    message: expect.stringMatching(/^Prometheus was not asked, for its matchers are wrong\. “orders” in the matchers/),
  });
  expect(await check('job="orders"', 'gone')).toMatchObject({
    isFine: false,
    message: expect.stringContaining('“gone”'),
  });
});

test('several programs, none, one', async () => {
  new FakePrometheus([ORDERS, { ...ORDERS, instance: 'b' }], 0, 15_000);
  expect(await check('job="orders"')).toMatchObject({
    isFine: false,
    message: 'The matchers of Prometheus fit 2 programs at once: instance="a"; instance="b". Add one of these to them.',
  });
  new FakePrometheus([], 0, 15_000);
  expect(await check('job="orders"')).toEqual({
    isFine: false,
    message:
      'Prometheus has no go_goroutines{job="orders"} in the last 15 days. Do the matchers fit the labels of its series?',
  });
  const HOUR = 3_600_000;
  const reaching = (backMs: number) => {
    new FakePrometheus([ORDERS], NOW - backMs, 15_000);
    return check('job="orders"');
  };
  const said = (how: string) => ({ isFine: true, message: `Prometheus reaches back ${how}.` });
  expect(await reaching(HOUR / 2)).toEqual(said('less than an hour'));
  expect(await reaching(1.5 * HOUR)).toEqual(said('about 1 hour'));
  expect(await reaching(9.5 * 24 * HOUR)).toEqual(said('about 9 days'));
  expect(await reaching(15 * 24 * HOUR)).toEqual(said('at least 15 days'));
});

test('matchers with variables can be tried on a dashboard only', async () => {
  const prometheus = new FakePrometheus([ORDERS], 0, 15_000);
  expect(await check('instance="$instance"')).toEqual({
    isFine: true,
    message: 'Whether Prometheus knows the program is seen on a dashboard: the matchers hold $instance.',
  });
  expect(prometheus.asked).toEqual([]);
});
