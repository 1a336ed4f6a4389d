import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { checkPyroscope } from './health';
import { FakePyroscope, leaking } from './testing';

const HOUR = 3_600_000;
const NOW = 2_400 * HOUR;

beforeEach(() => setTemplateSrv({ replace: (text = '') => text } as Partial<TemplateSrv> as TemplateSrv));

const check = (matchers = 'service_name="orders"', uid = 'pyro') => checkPyroscope({ uid, matchers }, NOW);

test('says how far back it reaches, as far as was looked', async () => {
  const pyroscope = new FakePyroscope(leaking(NOW - 5 * HOUR));
  expect(await check()).toEqual({ isFine: true, message: 'Pyroscope reaches back about 5 hours.' });
  // One request, for either type of goroutine profile.
  expect(pyroscope.asked.map(({ queryType }) => queryType)).toEqual(['metrics', 'metrics']);
  new FakePyroscope(leaking(NOW - 100 * HOUR));
  expect((await check()).message).toBe('Pyroscope reaches back at least 24 hours.');
});

test('says that it has none, and what to look at', async () => {
  new FakePyroscope(() => []);
  expect(await check()).toEqual({
    isFine: false,
    message:
      'Pyroscope has no goroutine profiles of {service_name="orders"} in the last 24 hours. Does the label selector fit, and are goroutine profiles scraped?',
  });
});

test('names the programs where there are several', async () => {
  new FakePyroscope(leaking(NOW - HOUR, ['a', 'b', 'c']));
  const { isFine, message } = await check();
  expect(isFine).toBe(false);
  expect(message).toBe(
    'The matchers fit 3 programs at once: instance="a"; instance="b"; instance="c". Add one of these to them.'
  );
});

test('is no verdict where a dashboard’s variable says which program it is', async () => {
  const pyroscope = new FakePyroscope(() => []);
  const { isFine, message } = await check('service_name="$service"');
  expect(isFine).toBe(true);
  expect(message).toContain('$service');
  expect(pyroscope.asked).toEqual([]);
});

test('a selector that is none, a data source that is gone, one that fails', async () => {
  const pyroscope = new FakePyroscope(() => []);
  expect((await check('orders')).message).toMatch(/^“orders” in the matchers is none/);
  expect((await check(undefined, 'gone')).message).toMatch(/^Grafana has no data source “gone”/);
  pyroscope.failure = { data: { message: 'connection refused' } };
  expect((await check()).message).toContain('It answered: connection refused.');
});
