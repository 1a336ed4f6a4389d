import { PrometheusReader } from './reader';
import { FakePrometheus } from './testing';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 1440 * MINUTE;
const START = 100 * DAY;
const ORDERS = { job: 'orders', instance: 'a' };

/** A reader, at a time that tests set. */
function readerOf({ instances = [ORDERS], scrapeMs = 15 * SECOND, uid = 'mimir', since = START - 30 * DAY } = {}) {
  const prometheus = new FakePrometheus(instances, since, scrapeMs);
  const clock = { nowMs: START };
  const reader = new PrometheusReader({ uid, matchers: 'job="orders"' }, () => clock.nowMs);
  /** Reads the last `spanMs`, and gives what was asked for it. */
  const last = async (spanMs: number) => {
    await reader.read(clock.nowMs - spanMs, clock.nowMs);
    return prometheus.news();
  };
  const told = (spanMs: number) => reader.told(clock.nowMs - spanMs, clock.nowMs);
  return { prometheus, clock, reader, last, told };
}

test('a range is asked for once, with all metrics in one selector', async () => {
  const { last, told } = readerOf();
  const [asked, ...more] = await last(7 * DAY);
  expect(more).toEqual([]);
  expect(asked).toMatchObject({ fromMs: START - 7 * DAY, toMs: START, stepMs: 10 * MINUTE });
  expect(asked!.expr).toMatch(
    /^\{__name__=~"go_memstats_alloc_bytes\|[\w|]+\|process_start_time_seconds\|go_info",job="orders"\}$/
  );
  expect(await last(7 * DAY)).toEqual([]);
  expect(told(7 * DAY)!.columns.times).toHaveLength((7 * DAY) / (10 * MINUTE) + 1);
});

test('two panels that ask at once ask once', async () => {
  const { prometheus, reader } = readerOf();
  await Promise.all([reader.read(START - DAY, START), reader.read(START - DAY, START)]);
  expect(prometheus.news()).toHaveLength(1);
});

test('a range that moves on asks for its new end only, and not at every scrape', async () => {
  const { clock, last, told } = readerOf();
  await last(DAY);
  clock.nowMs += 3 * MINUTE;
  expect(await last(DAY)).toEqual([]);
  clock.nowMs += 7 * MINUTE;
  const [asked] = await last(DAY);
  // From where samples may still have been on their way.
  expect(asked).toMatchObject({ fromMs: START - MINUTE, toMs: START + 10 * MINUTE });
  const { times } = told(DAY)!.columns;
  expect([times[0], times.at(-1)]).toEqual([START - DAY, START + 10 * MINUTE]);
  expect([...times]).toEqual([...new Set(times)].sort((a, b) => a - b));
});

test('scrapes further apart than the step are told apart once, and nothing finer is asked after that', async () => {
  const { clock, last, told } = readerOf({ scrapeMs: 30 * SECOND });
  expect((await last(10 * MINUTE))[0]).toMatchObject({ stepMs: SECOND });
  expect(told(10 * MINUTE)!.columns.stepMs).toBe(30 * SECOND);
  expect(told(10 * MINUTE)!.columns.times).toHaveLength(21);
  expect(await last(10 * MINUTE)).toEqual([]);
  clock.nowMs += 10 * MINUTE;
  expect((await last(10 * MINUTE))[0]).toMatchObject({ stepMs: 30 * SECOND });
});

test('a stamp is another when more is told, and the same when not', async () => {
  const { clock, last, told } = readerOf();
  await last(DAY);
  const before = told(DAY)!.key;
  await last(DAY);
  expect(told(DAY)!.key).toEqual(before);
  clock.nowMs += 30 * MINUTE;
  await last(DAY);
  expect(told(DAY)!.key).toMatchObject({ id: before.id });
  expect(told(DAY)!.key.stamp).not.toBe(before.stamp);
});

describe('what goes wrong is said', () => {
  test('no such data source', async () => {
    const { last, reader } = readerOf({ uid: 'gone' });
    await last(DAY);
    expect(reader.trouble).toBe(
      'Grafana has no data source “gone”, which the settings name for the past (Datasource gone was not found). Choose another there.'
    );
  });

  test('several programs: without asking for days of all of them', async () => {
    const { last, reader } = readerOf({ instances: [ORDERS, { ...ORDERS, instance: 'b' }] });
    expect(await last(DAY)).toEqual([]);
    expect(reader.trouble).toBe(
      'The matchers of Prometheus fit 2 programs at once: instance="a"; instance="b". Add one of these to them.'
    );
  });

  test('nothing that fits', async () => {
    const { last, reader } = readerOf({ instances: [] });
    await last(DAY);
    expect(reader.trouble).toMatch(
      /^Prometheus has no Go metrics for \{job="orders"\} from 4\/10\/1970, 00:00:00 to 4\/11\/1970, 00:00:00\. Do the matchers in the settings fit/
    );
  });

  test('an answer that is an error; what is known stands, and after a minute it is tried again', async () => {
    const { clock, last, prometheus, reader, told } = readerOf();
    await last(DAY);
    clock.nowMs += 30 * MINUTE;
    prometheus.failure = { status: 502, statusText: 'Bad Gateway', data: { message: 'connection refused' } };
    expect(await last(DAY)).toHaveLength(1);
    expect(reader.trouble).toBe(
      'The past was asked of “Mimir”: {__name__=~"…",job="orders"}. It answered: connection refused. “Save & test” of that data source tells more.'
    );
    expect(told(DAY)!.columns.times.at(-1)).toBe(START);
    clock.nowMs += 30 * SECOND;
    expect(await last(DAY)).toEqual([]);
    prometheus.failure = undefined;
    clock.nowMs += 30 * SECOND;
    expect(await last(DAY)).toHaveLength(1);
    expect(reader.trouble).toBeUndefined();
    expect(told(DAY)!.columns.times.at(-1)).toBe(START + 31 * MINUTE);
  });
});
