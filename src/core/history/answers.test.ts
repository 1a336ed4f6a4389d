import { runSteps } from '../steps';
import { goroutinesAnswer, memoryAnswer, namedBy, type GoroutinesOptions } from './answers';
import { MemoryHistory } from './memory';
import type { Stack } from '../profile/stack';
import type { Scrape } from '../scrape';

const stack = (key: string, ...functions: string[]): Stack => ({
  key,
  frames: functions.map((name) => ({ function: name, file: '', line: 1 })),
  blockedOn: 'select',
  userFrame: functions.findIndex((name) => name.startsWith('main.')),
});

function rangeOf(rows: Array<Array<[Stack, number]> | undefined>, more: Partial<Scrape> = {}) {
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  rows.forEach((row, index) =>
    history.append({
      atMs: index + 1,
      goroutines: row && {
        stacks: row.map(([one]) => one),
        counts: Float64Array.from(row, ([, count]) => count),
        total: row.reduce((sum, [, count]) => sum + count, 0),
      },
      process: {},
      cost: { requests: 1, bytes: 1, durationMs: 1 },
      failures: [],
      ...more,
    })
  );
  return history.range(0, Infinity);
}

const ask = (rows: Parameters<typeof rangeOf>[0], options: Partial<GoroutinesOptions>) =>
  runSteps(goroutinesAnswer(rangeOf(rows), { groupBy: 'stack', top: 10, ...options }));

/** 2,000 stacks whose peaks, and sums where peaks are equal, decide; names where both are. */
const many = Array.from({ length: 2000 }, (_, i) =>
  stack(`k${i}`, 'runtime.gopark', `main.f${String(i).padStart(4, '0')}`)
);
const heights = many.map((_, i) => 4 + ((i * 7919) % 97));
const waves = [0.5, 1, 0.25].map((share) =>
  many.map((one, i): [Stack, number] => [one, Math.floor(heights[i]! * share) + (share < 1 ? i % 3 : 0)])
);

test.each([1, 10, 300, 5000])('the top %i are those that sorting all of them gives, and other is the rest', (top) => {
  const { groups, series } = ask(waves, { top });
  const column = (i: number) => waves.map((row) => row[i]![1]);
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const expected = many
    .map((_, i) => ({ name: many[i]!.frames[1]!.function, peak: Math.max(...column(i)), sum: sum(column(i)) }))
    .sort((a, b) => b.peak - a.peak || b.sum - a.sum || (a.name < b.name ? -1 : 1))
    .slice(0, top);
  const shown = series.filter(({ role }) => role === 'stack');
  expect(shown.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  expect(shown[0]!.stack?.frames[1]?.function).toBe(shown[0]!.name);
  expect(groups).toBe(2000);
  for (const row of waves.keys()) {
    expect(sum(series.map(({ counts }) => counts[row]!))).toBe(sum(waves[row]!.map(([, count]) => count)));
  }
  expect(series.at(-1)!.groups).toBe(top < 2000 ? 2000 - top : undefined);
});

test('where no profile was taken every column is NaN', () => {
  const { series, totalNow } = ask([[[many[1]!, 3]], undefined], { top: 1 });
  expect(series.map(({ counts }) => [...counts])).toEqual([[3, NaN]]);
  expect(totalNow).toBe(NaN);
});

test('a filter that nothing passes: zeros in total, no groups else', () => {
  const none = { focus: /nowhere/ };
  expect([...ask([[[many[1]!, 3]]], { ...none, groupBy: 'total' }).series[0]!.counts]).toEqual([0]);
  expect(ask([[[many[1]!, 3]]], none)).toMatchObject({ series: [], groups: 0, totalNow: 3 });
});

test('an empty range', () => {
  expect(ask([], {})).toMatchObject({ series: [], groups: 0, totalNow: NaN });
});

test('a stack is called by the user’s function, else by what the goroutine was started with', () => {
  expect(namedBy(stack('a', 'runtime.gopark', 'main.leak', 'runtime.goexit'))).toBe(1);
  expect(namedBy(stack('b', 'runtime.gopark', 'net/http.serve', 'runtime.goexit'))).toBe(1);
  expect(namedBy(stack('c', 'runtime.goexit'))).toBe(0);
  expect(namedBy(stack('d'))).toBe(-1);
});

test('failures: of the part asked about, each kind once, the newest first, three at most', () => {
  const failures = ['a', 'b', 'c', 'd'].flatMap((message) => [
    { part: 'goroutines' as const, message },
    { part: 'memory' as const, message: 'other' },
  ]);
  const answer = runSteps(goroutinesAnswer(rangeOf([[], []], { failures }), { groupBy: 'total', top: 1 }));
  expect(answer.failures).toHaveLength(3);
  expect(answer.failures[0]).toEqual({ message: 'a', times: 2, lastMs: 2 });
});

test('memory: what was not told is no column', () => {
  const range = rangeOf([[]], { memory: { source: '/metrics', values: { HeapAlloc: 5, HeapInuse: 7 } } });
  const { columns, tellsRss } = memoryAnswer(range, { columns: ['live', 'fragmentation', 'residual', 'RSS'] });
  expect(columns.map(({ name, values }) => [name, ...values])).toEqual([
    ['live', 5],
    ['fragmentation', 2],
  ]);
  expect(tellsRss).toBe(false);
});
