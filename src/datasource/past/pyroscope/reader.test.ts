import type { PastColumns } from '../../../core/history/past/columns';
import { stackKeyOf } from '../../../core/profile/identity';
import { MemoryHistory } from '../../../core/history/memory';
import { StackInterner } from '../../../core/profile/interner';
import { goroutines } from './goroutines';
import { PyroscopeReader } from './reader';
import { FakePyroscope, leaking } from './testing';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = 100 * DAY;

const LEAK = stackKeyOf(['main.leak', 'main.main']);

/** A reader, at a time that tests set. */
function readerOf({ answer = leaking(START - 3 * DAY), uid = 'pyro' } = {}) {
  const pyroscope = new FakePyroscope(answer);
  const clock = { nowMs: START };
  const reader = new PyroscopeReader({ uid, matchers: 'service_name="orders"' }, goroutines(), () => clock.nowMs);
  let told = 0;
  /** Reads the last `spanMs`, and gives the flame graphs that were asked for. */
  const last = async (spanMs: number) => {
    await reader.read(clock.nowMs - spanMs, clock.nowMs, () => told++);
    return pyroscope.news();
  };
  /** What is known of the last `spanMs`, by row: when, and goroutines that leaked. */
  const leaked = (spanMs: number) => {
    const known = reader.told(clock.nowMs - spanMs, clock.nowMs);
    if (!known) {
      return undefined;
    }
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    history.holdPast(known.key, known.columns as PastColumns, new StackInterner());
    const range = history.range(-Infinity, Infinity, { id: known.key.id, gapMs: 0 });
    return [...range.times].map((atMs, row) => [atMs, range.counts(LEAK)[row]]);
  };
  return { pyroscope, clock, reader, last, leaked, tellings: () => told };
}

test('a range is cut into buckets, the newest asked for first, two at a time', async () => {
  const { last, leaked, pyroscope } = readerOf();
  const asked = await last(DAY);
  expect(asked).toHaveLength(48);
  expect(asked.map(({ fromMs }) => fromMs)).toEqual(asked.map((_, i) => START - (i + 1) * 30 * MINUTE));
  expect(asked[0]).toMatchObject({
    queryType: 'profile',
    labelSelector: '{service_name="orders"}',
    profileTypeId: 'goroutine:goroutine:count:goroutine:count',
    toMs: START - 1,
  });
  expect(pyroscope.mostOpen).toBe(2);
  // A goroutine a minute: the average of a bucket's thirty scrapes, rounded.
  const expected = asked
    .map(({ fromMs }) => [fromMs + 15 * MINUTE, Math.round((fromMs - (START - 3 * DAY)) / MINUTE + 14.5)])
    .reverse();
  expect(leaked(DAY)).toEqual(expected);
});

test('a bucket is asked for once; of a range that moves on only what is new', async () => {
  const { clock, last } = readerOf();
  await last(DAY);
  expect(await last(DAY)).toEqual([]);
  // The newest may not have had all of its profiles yet, and the next one has only begun.
  clock.nowMs += 5 * MINUTE;
  expect((await last(DAY)).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [START, START + 5 * MINUTE - 1],
    [START - 30 * MINUTE, START - 1],
  ]);
  clock.nowMs += 5 * MINUTE;
  expect(await last(DAY)).toEqual([]);
  // Over, it is asked for once more.
  clock.nowMs = START + 31 * MINUTE;
  expect((await last(DAY)).map(({ fromMs }) => fromMs)).toEqual([START + 30 * MINUTE, START]);
  expect(await last(DAY)).toEqual([]);
});

test('zooming in and out again asks nothing anew', async () => {
  const { last } = readerOf();
  await last(DAY);
  expect(await last(HOUR)).toHaveLength(60);
  expect(await last(DAY)).toEqual([]);
  expect(await last(HOUR)).toEqual([]);
});

test('a range that comes while another is read takes its place', async () => {
  const { leaked, pyroscope, reader } = readerOf();
  const far = reader.read(START - 2 * DAY, START, () => undefined);
  const near = reader.read(START - HOUR, START, () => undefined);
  await Promise.all([far, near]);
  const spans = pyroscope.news().map(({ fromMs, toMs }) => toMs + 1 - fromMs);
  expect(spans.filter((span) => span === MINUTE)).toHaveLength(60);
  expect(leaked(HOUR)).toHaveLength(60);
  // What the first had asked for was not for nothing, and the rest of it was left.
  expect(spans.filter((span) => span === HOUR).length).toBeLessThan(3);
});

test('several panels that ask for the same ask once', async () => {
  const { pyroscope, reader } = readerOf();
  const read = () => reader.read(START - HOUR, START, () => undefined);
  const more = await Promise.all([read(), read(), read()]);
  expect(more).toEqual([true, false, false]);
  expect(new Set(pyroscope.news().map(({ fromMs }) => fromMs)).size).toBe(60);
});

test('buckets without profiles are not asked for, and no question is longer than a day', async () => {
  const { leaked, pyroscope, reader } = readerOf({ answer: leaking(START - 36 * HOUR + 1) });
  await reader.read(START - 7 * DAY, START, () => undefined);
  const metrics = pyroscope.asked.filter(({ queryType }) => queryType === 'metrics');
  expect(pyroscope.news()).toHaveLength(9);
  expect(leaked(7 * DAY)).toHaveLength(9);
  const days = [...new Set(metrics.map(({ fromMs, toMs }) => `${(fromMs - START) / DAY} ${(toMs - START) / DAY}`))];
  expect(days).toEqual(['-1 0', '-2 -1', '-3 -2', '-4 -3', '-5 -4', '-6 -5', '-7 -6']);
});

test('what was not recorded is said, with what to do, and tried again a minute later', async () => {
  const { clock, last, pyroscope, reader } = readerOf({ answer: () => [] });
  await last(HOUR);
  expect(reader.trouble).toBe(
    'Pyroscope has no goroutine profiles of {service_name="orders"} since 4/10/1970, 23:00:00. Does the label selector in the settings fit, and are goroutine profiles scraped?'
  );
  expect(reader.told(START - HOUR, START)).toBeUndefined();
  clock.nowMs += 59_000;
  await last(HOUR);
  expect(pyroscope.asked).toEqual([]);
});

test('an error of the data source is said; what is known stays', async () => {
  const { clock, last, leaked, pyroscope, reader } = readerOf();
  await last(HOUR);
  pyroscope.failure = new Error('invalid_argument: parse error');
  clock.nowMs += 5 * MINUTE;
  await last(HOUR);
  expect(reader.trouble).toBe(
    'The past was asked of “Pyro”: whether it has goroutine profiles of {service_name="orders"}. It answered: invalid_argument: parse error. “Save & test” of that data source tells more.'
  );
  expect(leaked(HOUR)).toHaveLength(60);
  pyroscope.failure = undefined;
  clock.nowMs += MINUTE;
  await last(HOUR);
  expect(reader.trouble).toBeUndefined();
  expect(leaked(HOUR)).toHaveLength(66);
});

test('a data source that is not there', async () => {
  const { last, reader } = readerOf({ uid: 'gone' });
  await last(HOUR);
  expect(reader.trouble).toBe(
    'Grafana has no data source “gone”, which the settings name for the past (Datasource gone was not found). Choose another there.'
  );
});

test('several programs at once are none', async () => {
  const { last, reader } = readerOf({ answer: leaking(START - DAY, ['orders-1', 'orders-2']) });
  await last(HOUR);
  expect(reader.trouble).toBe(
    'The label selector of Pyroscope fits 2 programs at once: instance="orders-1"; instance="orders-2". Add one of these to it.'
  );
  expect(reader.told(START - HOUR, START)).toBeUndefined();
});

test('panels are told on the way at most once a second', async () => {
  const { clock, reader } = readerOf();
  let tellings = 0;
  await reader.read(START - HOUR, START, () => {
    tellings++;
  });
  expect(tellings).toBe(1);
  clock.nowMs += DAY;
  await reader.read(clock.nowMs - HOUR, clock.nowMs, () => {
    tellings++;
    clock.nowMs += 10;
  });
  expect(tellings).toBe(2);
});
