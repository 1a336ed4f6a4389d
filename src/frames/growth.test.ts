import type { DataFrame } from '@grafana/data';
import { leaksAnswer, suspectsAnswer } from '../core/deploys/answers';
import { deploysAnswer, eventsAnswer } from '../core/deploys/deploysAnswer';
import { judge, type JudgementOptions } from '../core/deploys/judgement';
import { historyOf, LOAD, MINUTE, rangeAtOf, START_MS } from '../core/deploys/testing';
import { verdictAnswer } from '../core/deploys/verdictAnswer';
import { goroutinesAnswer } from '../core/history/answers';
import { runSteps } from '../core/steps';
import type { DeploysMeta, GoroutinesMeta, SuspectsMeta, VerdictMeta } from './contract';
import { deploysFrame } from './deploys';
import { eventsFrame } from './events';
import { goroutinesFrame } from './goroutines';
import { judgingFrames } from './judging';
import { suspectsFrame } from './suspects';
import { nothingToCompare, verdictFrame } from './verdict';

const FACTS = {
  target: 'http://orders:6060',
  intervalMs: 15_000,
  lastScrape: { requests: 2, bytes: 9, durationMs: 3 },
};

// An hour: a leak of 4 a minute comes with v2 at minute 20, and v3 mends it at minute 40.
const history = historyOf({
  minutes: 60,
  counts: { ...LOAD, leak: (minute) => 10 + 4 * Math.min(20, Math.max(0, minute - 20)) },
});
const options: JudgementOptions = {
  posted: [
    { atMs: START_MS + 20 * MINUTE, name: 'v2' },
    { atMs: START_MS + 40 * MINUTE, name: 'v3' },
  ],
};
const range = (from: number, to: number) => history.range(START_MS + from * MINUTE, START_MS + to * MINUTE);
const suspectsOf = (from: number, to: number, more: JudgementOptions = {}) => {
  const shown = range(from, to);
  const judgement = runSteps(judge(shown, { ...options, ...more }));
  return {
    table: suspectsFrame(runSteps(suspectsAnswer(shown, judgement)), FACTS, { refId: 'A', groupBy: 'leak' }),
    series: goroutinesFrame(runSteps(leaksAnswer(shown, judgement)), FACTS, { refId: 'A', groupBy: 'leak' }),
  };
};
const rowsOf = (frame: DataFrame) =>
  Array.from({ length: frame.length }, (_, row) =>
    Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[row]]))
  );

test('while suspects are worked out: no row, not judged, and all goroutines in the place of those that do not leak', () => {
  const shown = range(0, 39.9);
  const total = runSteps(goroutinesAnswer(shown, { groupBy: 'total', top: 0 }));
  const [table, series] = judgingFrames(total, FACTS, { refId: 'A', groupBy: 'leak' });
  const meta = table!.meta!.custom as SuspectsMeta;
  expect([table!.length, meta.window.fromMs, meta.suspects]).toEqual([0, null, []]);
  expect(meta.caveats).toEqual([{ kind: 'being judged', text: `Looking at ${shown.times.length} scrapes.` }]);
  expect(series!.fields.map(({ name }) => name)).toEqual(['time', 'other']);
  expect(series!.fields[1]!.values).toEqual([...shown.totals]);
  expect((series!.meta!.custom as GoroutinesMeta).series).toEqual({ other: { role: 'other' } });
});

describe('suspects', () => {
  const { series, table } = suspectsOf(0, 39.9);
  const meta = table.meta!.custom as SuspectsMeta;

  test('one row a leak, in numbers and words', () => {
    const [row, ...others] = rowsOf(table);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ leak: 'main.leak', 'blocked on': 'chan receive', stacks: 1, now: 89, before: 0 });
    expect(row!['per minute']).toBeCloseTo(4, 0);
    expect(row!.low).toBeLessThan(4.2);
    expect(row!.high).toBeGreaterThan(3.8);
    expect(row!.deploy).toBe('v2, before: 0 a minute (0 to 0)');
    expect(row!.evidence).toMatch(/goroutines per minute.*low tide/);
    // A sparkline of the low tide: the least of the last minute, at 4 a minute.
    const trend = row!.trend as DataFrame;
    expect(trend.fields[1]!.values.at(-1)).toBeGreaterThanOrEqual(85);
    expect(trend.length).toBeLessThanOrEqual(51);
  });

  test('meta says the same, and what was looked at', () => {
    expect(meta.suspects).toMatchObject([
      {
        function: 'main.leak',
        count: 89,
        deploy: { name: 'v2', relation: 'since', before: { perMinute: 0 } },
        members: [{ stackKey: 'leak', count: 89, namedBy: 0 }],
      },
    ]);
    expect(meta.window).toMatchObject({ stacks: 5, healthy: 4, toMs: START_MS + 39.75 * MINUTE });
    expect(meta.deploys.map(({ name }) => name)).toEqual(['v2']);
    expect(meta.forecasts).toEqual([]);
  });

  test('the series are of the same leaks, and add up to all goroutines', () => {
    const custom = series.meta!.custom as GoroutinesMeta;
    expect(Object.values(custom.series)).toMatchObject([
      { role: 'leak', leak: meta.suspects[0]!.id, stackKey: 'leak' },
      { role: 'other', groups: 4 },
    ]);
    const [, leak, other] = series.fields;
    expect(leak!.values.at(-1) + other!.values.at(-1)).toBe(custom.totalNow);
  });

  test('nothing leaks: no row, the stacks that were looked at, and what could not be seen', () => {
    const { table: none, series: quiet } = suspectsOf(0, 9);
    expect(none.length).toBe(0);
    expect((none.meta!.custom as SuspectsMeta).window).toMatchObject({ stacks: 5, healthy: 5 });
    expect((none.meta!.custom as SuspectsMeta).caveats).toContainEqual({
      kind: 'short window',
      text: expect.stringMatching(/^Only 9 min could be looked at/),
    });
    expect(quiet.fields.map(({ name }) => name)).toEqual(['time', 'other']);
  });

  test('tells when a limit is reached at this pace', () => {
    const { table: limited } = suspectsOf(0, 39.9, { limit: { goroutines: 10_000 } });
    const [forecast] = (limited.meta!.custom as SuspectsMeta).forecasts;
    // From some 170 goroutines at 4 a minute: 41 hours.
    expect(forecast).toMatch(/^At this pace 10,000 goroutines are reached in (4[01](\.\d)?) h \(/);
  });
});

describe('deploys', () => {
  const answer = runSteps(deploysAnswer(range(0, 60), rangeAtOf(history), options));
  const frame = deploysFrame(answer, FACTS, { refId: 'A', tags: ['deploy'] });

  test('the newest first: which brought the leak, which mended it', () => {
    const [v3, v2] = rowsOf(frame);
    expect(v2).toMatchObject({
      deploy: 'v2',
      verdict: 'worse',
      'leaks begun': 'main.leak',
      'leaks gone': '',
      'seen by': 'annotation',
    });
    expect(v3).toMatchObject({ deploy: 'v3', verdict: 'fixed', 'leaks begun': '', 'leaks gone': 'main.leak' });
    expect(v3!['in words']).toMatch(/^Fixed: main\.leak grew by 4 a minute .*, then by 0 a minute/);
    expect(v2!.after).toBeGreaterThan(v2!.before);
  });

  test('of none, a row says why and what to post', () => {
    const none = runSteps(deploysAnswer(range(0, 60), rangeAtOf(history), {}));
    const empty = deploysFrame(none, FACTS, { refId: 'A', tags: ['deploy', 'orders-api'] });
    expect((empty.meta!.custom as DeploysMeta).deploys).toEqual([]);
    expect(empty.fields.map(({ config }) => config.displayNameFromDS)).toEqual(['No deploy in this time range']);
    expect(empty.length).toBe(1);
    const [row] = rowsOf(empty);
    expect(row!.none).toMatch(/no annotation is tagged “deploy” and “orders-api”\./);
    expect(row!.none).toContain('{"tags":["deploy","orders-api"],"text":"v1.4.2"}');
  });

  test('evidence says what was looked at, and what the load did', () => {
    const [v3] = (frame.meta!.custom as DeploysMeta).deploys;
    expect(v3!.evidence).toEqual([
      expect.stringMatching(/^Looked at 19 min \(\d+ scrapes\) before and 19 min/),
      expect.stringMatching(/^All goroutines: /),
      expect.stringMatching(/^Goroutines of no leak: \d+/),
    ]);
  });
});

describe('verdict', () => {
  const verdict = (before?: { deploy: string }, after?: { deploy: string }) =>
    runSteps(verdictAnswer(range(0, 60), rangeAtOf(history), { ...options, before, after }));

  test('by default of the newest deploy', () => {
    const frame = verdictFrame(verdict(), FACTS, 'A');
    expect(frame.meta!.custom as VerdictMeta).toMatchObject({
      verdict: 'fixed',
      before: { name: 'v2' },
      after: { name: 'v3' },
    });
    expect(frame.meta!.notices).toEqual([{ severity: 'info', text: expect.stringMatching(/^Fixed: main\.leak/) }]);
    expect(rowsOf(frame)).toMatchObject([{ leak: 'main.leak', verdict: 'fixed', after: 0 }]);
  });

  test('of two that a person names', () => {
    expect(verdictFrame(verdict({ deploy: 'v3' }, { deploy: 'v2' }), FACTS, 'A').meta!.custom).toMatchObject({
      verdict: 'worse',
    });
  });

  test('an unknown one is said to be so, with those that there are', () => {
    const answer = verdict({ deploy: 'v9' });
    expect(answer.unknown).toBe('v9');
    expect(nothingToCompare(answer)).toBe('There is no deploy “v9” in this time range. There are: v2, v3.');
  });

  test('without a deploy there is nothing to compare, and no verdict', () => {
    const answer = runSteps(verdictAnswer(range(0, 60), rangeAtOf(history), {}));
    expect(verdictFrame(answer, FACTS, 'A').meta!.custom).toMatchObject({
      verdict: null,
      sentence: expect.stringMatching(/No deploy was seen/),
    });
  });
});

test('events: deploys and onsets, each with text that names the stack; only the kinds asked for', () => {
  const answer = runSteps(eventsAnswer(range(0, 39.9), { posted: [] }));
  const onset = rowsOf(eventsFrame(answer, FACTS, { kinds: ['onsets'], refId: 'A' }));
  expect(onset).toMatchObject([{ title: 'Growth begins', tags: 'leak' }]);
  expect(onset[0]!.text).toMatch(/^main\.leak begins to grow by [34](\.\d+)? goroutines a minute\.$/);
  expect(Math.abs((onset[0]!.time - START_MS) / MINUTE - 20)).toBeLessThan(2);
  const deployed = runSteps(eventsAnswer(range(0, 60), options));
  expect(rowsOf(eventsFrame(deployed, FACTS, { kinds: ['deploys', 'restarts'], refId: 'A' }))).toMatchObject([
    { title: 'v2', tags: 'deploy' },
    { title: 'v3', tags: 'deploy' },
  ]);

  const finding = {
    id: 'live-heap-rises',
    title: 'Live heap grows',
    text: 'by 2 MiB a minute',
    evidence: [],
    advice: '',
    cannotSee: '',
  } as const;
  const findings = [
    { ...finding, severity: 'warning' as const },
    { ...finding, title: 'Not a leak', severity: 'ok' as const },
  ];
  expect(rowsOf(eventsFrame({ ...deployed, findings }, FACTS, { kinds: ['findings'], refId: 'A' }))).toEqual([
    {
      time: START_MS,
      timeEnd: START_MS + 60 * MINUTE,
      title: 'Live heap grows',
      text: 'Live heap grows: by 2 MiB a minute',
      tags: 'memory,warning',
    },
  ]);
});
