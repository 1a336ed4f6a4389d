import type { DataFrame } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { goroutinesAnswer, memoryAnswer, type GoroutinesOptions } from '../core/history/answers';
import { MemoryHistory } from '../core/history/memory';
import type { HistoryRange } from '../core/history/store';
import type { Stack } from '../core/profile/stack';
import type { MemorySample, Scrape } from '../core/scrape';
import { runSteps } from '../core/steps';
import {
  DEPLOY_FIELDS,
  MEMORY_FIELDS,
  SUSPECT_FIELDS,
  VERDICT_FIELDS,
  type GoroutinesMeta,
  type MemoryMeta,
} from './contract';
import { goroutinesFrame } from './goroutines';
import { MEMORY_FIELD_NAMES, memoryColumns, memoryFrame, type MemoryFrameOptions } from './memory';

const FACTS = { target: 'http://orders:6060', intervalMs: 1000, lastScrape: { requests: 2, bytes: 9, durationMs: 3 } };
const SOURCE = '/metrics' as const;

const stack = (key: string, ...functions: string[]): Stack => ({
  key,
  frames: functions.map((name) => ({ function: name, file: `${name}.go`, line: 1 })),
  blockedOn: 'select',
  userFrame: functions.findIndex((name) => name.startsWith('main.')),
});
const leak = stack('k1', 'runtime.gopark', 'main.leak', 'runtime.goexit');
const twin = stack('k2', 'runtime.gopark', 'main.leak', 'main.caller', 'runtime.goexit');
const conn = stack('k3', 'runtime.gopark', 'net.(*conn).Read', 'net/http.(*conn).serve', 'runtime.goexit');

function scrape(
  atMs: number,
  counts: Array<[Stack, number]>,
  memory?: MemorySample['values'],
  more?: Partial<Scrape>
): Scrape {
  return {
    atMs,
    goroutines: {
      stacks: counts.map(([one]) => one),
      counts: Float64Array.from(counts, ([, count]) => count),
      total: counts.reduce((sum, [, count]) => sum + count, 0),
    },
    memory: memory && { source: SOURCE, values: memory },
    process: {},
    cost: { requests: 2, bytes: 9, durationMs: 3 },
    failures: [],
    ...more,
  };
}

function rangeOf(...scrapes: Scrape[]) {
  const history = new MemoryHistory({ maxAgeMs: 1e9 });
  scrapes.forEach((one) => history.append(one));
  return history.range(0, Infinity);
}

const columns = (frame: DataFrame) => Object.fromEntries(frame.fields.map(({ name, values }) => [name, [...values]]));
const goroutines = { refId: 'A', groupBy: 'stack', top: 10 } as const;

// The whole way from a range to a frame.
const goroutinesOf = (range: HistoryRange, options: GoroutinesOptions & { refId: string }) =>
  goroutinesFrame(runSteps(goroutinesAnswer(range, options)), FACTS, options);
const memoryOf = (range: HistoryRange, options: MemoryFrameOptions) =>
  memoryFrame(memoryAnswer(range, { columns: memoryColumns(options) }), FACTS, options);

describe('goroutines', () => {
  const range = rangeOf(
    scrape(1000, [
      [leak, 1],
      [twin, 5],
      [conn, 3],
    ]),
    scrape(2000, [
      [leak, 8],
      [twin, 5],
    ])
  );

  test('by stack: largest now first, twins told apart, a stack that went away is 0', () => {
    expect(columns(goroutinesOf(range, goroutines))).toEqual({
      time: [1000, 2000],
      'main.leak': [1, 8],
      'main.leak (2)': [5, 5],
      'net/http.(*conn).serve': [3, 0],
    });
  });

  test('what is not among the top is added up in other', () => {
    const frame = goroutinesOf(range, { ...goroutines, top: 1 });
    expect(columns(frame)).toEqual({ time: [1000, 2000], 'main.leak': [1, 8], other: [8, 5] });
    const { groups, totalNow, series } = frame.meta!.custom as GoroutinesMeta;
    expect({ groups, totalNow }).toEqual({ groups: 3, totalNow: 13 });
    expect(series).toEqual({
      'main.leak': {
        role: 'stack',
        stackKey: 'k1',
        blockedOn: 'select',
        frames: leak.frames,
        userFrame: 1,
        namedBy: 1,
      },
      other: { role: 'other', groups: 2 },
    });
    expect(frame.fields[1]!.labels).toEqual({ stack: 'k1', blocked_on: 'select' });
  });

  test('by function, in total, and with focus and ignore', () => {
    expect(columns(goroutinesOf(range, { ...goroutines, groupBy: 'function' }))).toEqual({
      time: [1000, 2000],
      'main.leak': [6, 13],
      'net/http.(*conn).serve': [3, 0],
    });
    const total = { ...goroutines, groupBy: 'total' as const };
    expect(columns(goroutinesOf(range, total)).total).toEqual([9, 13]);
    expect(columns(goroutinesOf(range, { ...total, focus: /^main\./ })).total).toEqual([6, 13]);
    expect(columns(goroutinesOf(range, { ...total, ignore: /caller/ })).total).toEqual([4, 8]);
  });

  test('a failed scrape is a gap with a notice; a restart and a sleep break the line', () => {
    const frame = goroutinesOf(
      rangeOf(
        scrape(1000, [[leak, 4]], undefined, { process: { startTimeMs: 1 } }),
        scrape(2000, [], undefined, {
          goroutines: undefined,
          failures: [{ part: 'goroutines', message: 'Asked for x. It broke.' }],
        }),
        scrape(3000, [[leak, 1]], undefined, { process: { startTimeMs: 90_000 } }),
        scrape(60_000, [[leak, 2]], undefined, { process: { startTimeMs: 90_000 } })
      ),
      goroutines
    );
    expect(columns(frame)).toEqual({
      time: [1000, 2000, 2500, 3000, 31_500, 60_000],
      'main.leak': [4, null, null, 1, null, 2],
    });
    expect((frame.meta!.custom as GoroutinesMeta).restarts).toEqual([3000]);
    expect(frame.meta!.notices).toEqual([
      { severity: 'warning', text: 'One scrape failed, last at 00:00:02. Asked for x. It broke.' },
    ]);
  });
});

describe('memory', () => {
  // HeapSys = 60 = 40 + 20; Sys = 60 + 7 + (1 + 2 + 3 + 4 + 5).
  const values = {
    HeapAlloc: 30,
    HeapInuse: 40,
    HeapIdle: 20,
    HeapReleased: 12,
    HeapSys: 60,
    StackSys: 7,
    MSpanSys: 1,
    MCacheSys: 2,
    BuckHashSys: 3,
    GCSys: 4,
    OtherSys: 5,
    Sys: 82,
    RSS: 90,
  };

  test('bands add up to Sys - HeapReleased; the residual is what RSS has beyond it', () => {
    expect(columns(memoryOf(rangeOf(scrape(1000, [], values)), { refId: 'A', view: 'bands', source: SOURCE }))).toEqual(
      {
        time: [1000],
        live: [30],
        fragmentation: [10],
        idle: [8],
        stacks: [7],
        runtime: [15],
        goResident: [70],
        RSS: [90],
        residual: [20],
        released: [12],
      }
    );
  });

  test('what is known of the residual, the peak and the collections come beside the bands, where they are told', () => {
    const told = { ...values, RssFile: 6, LazyFree: 11, MaxRSS: 95, NumGC: 3 };
    const frame = memoryOf(rangeOf(scrape(1000, [], told)), { refId: 'A', view: 'bands', source: SOURCE });
    expect(columns(frame)).toMatchObject({ residual: [20], RssFile: [6], LazyFree: [11], MaxRSS: [95], NumGC: [3] });
    const units = frame.fields.slice(1).map(({ name, config }) => [name, config.unit]);
    expect(units.filter(([, unit]) => unit !== 'bytes')).toEqual([['NumGC', 'short']]);
  });

  test('what is not told is not in the frame, and is not zero', () => {
    const { RSS, ...untold } = values;
    expect(RSS).toBe(90);
    const frame = memoryOf(rangeOf(scrape(1000, [], untold)), { refId: 'A', view: 'bands', source: SOURCE });
    expect(frame.fields.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['RSS', 'residual']));
    expect((frame.meta!.custom as MemoryMeta).rssSource).toBeUndefined();

    const fields = memoryOf(rangeOf(scrape(1000, [], untold)), {
      refId: 'A',
      view: 'fields',
      fields: ['Sys', 'RSS'],
      source: SOURCE,
    });
    expect(columns(fields)).toEqual({ time: [1000], Sys: [82] });
    expect(fields.meta!.notices).toEqual([
      { severity: 'info', text: expect.stringContaining('/metrics does not tell RSS') },
    ]);
  });
});

describe('docs/frames.md', () => {
  const page = readFileSync('docs/frames.md', 'utf8');

  test.each(MEMORY_FIELDS.map(({ name, formula, role }) => [name, formula, role]))(
    'describes %s as the code does',
    (name, formula, role) => {
      expect(page).toContain(`| \`${name}\` | ${formula} | ${role === 'collections' ? 'cycles' : 'bytes'} |`);
    }
  );

  test('names every process field', () => {
    const ours = [
      'RSS',
      'RssAnon',
      'RssFile',
      'LazyFree',
      'WorkingSet',
      'MaxRSS',
      'VirtualMemory',
      'MemLimit',
      'OpenFDs',
      'Goroutines',
    ];
    expect(MEMORY_FIELD_NAMES.slice(-ours.length).sort()).toEqual([...ours].sort());
    ours.forEach((name) => expect(page).toContain(`\`${name}\``));
  });

  test.each([
    ['suspects', SUSPECT_FIELDS],
    ['deploys', DEPLOY_FIELDS],
    ['verdict', VERDICT_FIELDS],
  ])('lists the fields of %s in their order', (kind, fields) => {
    const section = page.split(/^## /m).find((one) => one.startsWith(`\`${kind}\``));
    const told = [...(section ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(told).toEqual(fields.map(({ name }) => name));
  });
});
