import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { checkPyroscope } from './health';
import { FakePyroscope, leaking, storing } from './testing';

const HOUR = 3_600_000;
const NOW = 2_400 * HOUR;

beforeEach(() => setTemplateSrv({ replace: (text = '') => text } as Partial<TemplateSrv> as TemplateSrv));

const check = (matchers = 'service_name="orders"', uid = 'pyro') => checkPyroscope({ uid, matchers }, NOW);

test('says how far back it reaches, as far as was looked', async () => {
  const pyroscope = new FakePyroscope(leaking(NOW - 5 * HOUR));
  expect(await check()).toEqual({
    isFine: true,
    message: 'Pyroscope reaches back about 5 hours with goroutine profiles. It has no heap profiles.',
  });
  // One request, for either type of goroutine profile and for heap profiles.
  expect(pyroscope.asked.map(({ queryType }) => queryType)).toEqual(['metrics', 'metrics', 'metrics']);
  new FakePyroscope(leaking(NOW - 100 * HOUR));
  expect((await check()).message).toMatch(/^Pyroscope reaches back at least 24 hours with/);
});

test('says both of goroutine profiles and of heap profiles', async () => {
  const heaps = storing([{ atMs: NOW - 3 * HOUR, stacks: { 'main.main': 1 } }]);
  new FakePyroscope((asked) => [...leaking(NOW - 5 * HOUR)(asked), ...heaps(asked)]);
  expect((await check()).message).toBe(
    'Pyroscope reaches back about 5 hours with goroutine profiles, and about 3 hours with heap profiles.'
  );
  new FakePyroscope(heaps);
  expect(await check()).toEqual({
    isFine: true,
    message: 'Pyroscope reaches back about 3 hours with heap profiles. It has no goroutine profiles.',
  });
});

test('says that it has none, and what to look at', async () => {
  new FakePyroscope(() => []);
  expect(await check()).toEqual({
    isFine: false,
    message:
      'Pyroscope has no goroutine or heap profiles of {service_name="orders"} in the last 24 hours. Does the label selector fit, and are they scraped?',
  });
});

test('names the programs where there are several', async () => {
  new FakePyroscope(leaking(NOW - HOUR, ['a', 'b', 'c']));
  const { isFine, message } = await check();
  expect(isFine).toBe(false);
  expect(message).toBe(
    'The label selector of Pyroscope fits 3 programs at once: instance="a"; instance="b"; instance="c". Add one of these to it.'
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
  expect((await check('orders')).message).toMatch(
    /^Pyroscope was not asked, for its label selector is wrong\. “orders” in the matchers is none/
  );
  expect((await check(undefined, 'gone')).message).toMatch(/^Grafana has no data source “gone”/);
  pyroscope.failure = { data: { message: 'connection refused' } };
  expect((await check()).message).toContain('It answered: connection refused.');
});
