import type { Labels } from '@grafana/data';
import { parseMetrics } from '../../../core/memstats/metrics';
import { readFileSync } from 'node:fs';
import { columnsOf } from './columns';
import type { Series } from './series';

const STEP = 15_000;
const JOB = { job: 'orders', instance: 'a' };

function series(name: string, values: ReadonlyArray<number | null>, labels: Labels = JOB): Series {
  const told = [...values.keys()].filter((row) => values[row] !== null);
  return { name, labels, times: told.map((row) => row * STEP), values: told.map((row) => values[row]!) };
}

/** A program whose every scrape allocates, as each does. */
const alive = (values: readonly number[], labels?: Labels) => series('go_memstats_alloc_bytes_total', values, labels);

const memoryOf = (all: readonly Series[]) =>
  Object.fromEntries(columnsOf(all, STEP).memory.map(({ field, values }) => [field, [...values]]));

describe('the series of one program', () => {
  test('become the fields that its /metrics page tells, whole, in their units', () => {
    const page = readFileSync('testdata/captures/prom.metrics', 'utf8');
    const all = [...page.matchAll(/^(\w+)(?:\{([^}]*)\})? (\S+)$/gm)]
      // Quantiles of a summary have the name of the summary itself.
      .filter(([, , labels]) => !labels?.includes('quantile'))
      .filter(([, name]) => /^(go|process)_/.test(name!))
      .map(([, name, , value]) => series(name!, [Number(value)]));
    const { memory, process } = parseMetrics(page);
    const columns = columnsOf(all, STEP);
    const values = Object.fromEntries(columns.memory.map((one) => [one.field, one.values[0]]));
    expect(values).toEqual(memory.values);
    expect(columns.totals[0]).toBe(memory.values.Goroutines);
    expect(columns.process[0]?.process.startTimeMs).toBe(process.startTimeMs);
  });

  test('have a row a moment at which any of them told something', () => {
    const all = [alive([1, 2, 3]), series('process_resident_memory_bytes', [10, null, 30])];
    expect(memoryOf(all)).toEqual({ TotalAlloc: [1, 2, 3], RSS: [10, NaN, 30] });
  });

  test('a scrape that is seen at several steps is one row, and the distance of rows is what is learnt', () => {
    const all = [alive([1, 1, 1, 1, 5, 5, 5, 5, 9, 9]), series('go_goroutines', [7, 7, 7, 7, 7, 7, 7, 7, 8, 8])];
    const { stepMs, times, totals } = columnsOf(all, STEP);
    expect([...times]).toEqual([0, 4 * STEP, 8 * STEP]);
    expect([...totals]).toEqual([7, 7, 8]);
    expect(stepMs).toBe(4 * STEP);
  });

  test('without a counter that moves with each scrape, no row is taken for a repetition', () => {
    expect(memoryOf([series('process_resident_memory_bytes', [10, 10, 10])])).toEqual({ RSS: [10, 10, 10] });
  });

  test('a GOMEMLIMIT that is none is not told', () => {
    expect(memoryOf([alive([1]), series('go_gc_gomemlimit_bytes', [9.223372036854776e18])])).toEqual({
      TotalAlloc: [1],
    });
  });

  test('facts are told from the row on at which they are others', () => {
    const all = [
      alive([5, 6, 1, 2]),
      series('process_start_time_seconds', [1000.25, 1000.25, 2000, 2000]),
      series('go_info', [1, 1, null, null], { ...JOB, version: 'go1.25.1' }),
      series('go_info', [null, null, 1, 1], { ...JOB, version: 'go1.26.8' }),
      series('orders_build_info', [1, 1, 1, 1], { ...JOB, revision: 'v7' }),
    ];
    expect(columnsOf(all, STEP, { metric: 'orders_build_info', label: 'revision' }).process).toEqual([
      { row: 0, process: { startTimeMs: 1_000_250, goVersion: 'go1.25.1', version: 'v7' } },
      { row: 2, process: { startTimeMs: 2_000_000, goVersion: 'go1.26.8', version: 'v7' } },
    ]);
  });
});

describe('its container', () => {
  const NODE = { job: 'kubelet', instance: 'node-1', pod: 'orders-1' };

  test('has labels of its own, and is told beside it', () => {
    const all = [
      alive([1, 2]),
      series('container_memory_working_set_bytes', [100, 110], NODE),
      series('container_memory_rss', [80, 90], NODE),
    ];
    expect(memoryOf(all)).toEqual({ TotalAlloc: [1, 2], WorkingSet: [100, 110], RssAnon: [80, 90] });
  });

  test('what the process says of itself counts before it', () => {
    const all = [
      alive([1]),
      series('process_resident_memory_anon_bytes', [70]),
      series('container_memory_rss', [80], NODE),
    ];
    expect(memoryOf(all)).toEqual({ TotalAlloc: [1], RssAnon: [70] });
  });

  test('of two, neither is taken', () => {
    const rows = [1, 2, 3, 4, 5, 6];
    const all = ['a', 'b'].map((container) =>
      series('container_memory_working_set_bytes', rows, { ...NODE, container })
    );
    expect(memoryOf([alive(rows), ...all])).toEqual({ TotalAlloc: rows });
  });
});

describe('several instances', () => {
  const count = (from: number, to: number, rows = 40) =>
    Array.from({ length: rows }, (_, row) => (row >= from && row < to ? row + 1 : null));
  const of = (instance: string, from: number, to: number) =>
    series('go_memstats_alloc_bytes_total', count(from, to), { ...JOB, instance });

  test('one after another, as in a rolling deploy, are one line', () => {
    expect(memoryOf([of('a', 0, 22), of('b', 20, 40)])['TotalAlloc']).toEqual(count(0, 40));
  });

  test('side by side are refused by name, with what to add', () => {
    expect(() => columnsOf([of('a', 0, 40), of('b', 10, 40)], STEP)).toThrow(
      'The matchers of Prometheus fit 2 programs at once: instance="a"; instance="b". Add one of these to them.'
    );
    const many = Array.from({ length: 9 }, (_, i) => of(`orders-${i}`, 0, 40));
    expect(() => columnsOf(many, STEP)).toThrow(
      /^The matchers of Prometheus fit 9 programs at once: .*instance="orders-4" and 4 more\./
    );
  });
});
