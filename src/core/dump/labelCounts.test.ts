import { LabelCounts } from './labelCounts';

/** Label and value of many goroutines, some far more frequent than others. */
const PAIRS = Array.from({ length: 4000 }, (_, i) => {
  const n = (Math.imul(i + 1, 2654435761) >>> 0) % 1000;
  return n < 700 ? (['topic', `t${Math.floor(Math.sqrt(n))}`] as const) : (['request', `r${n}-${i}`] as const);
});

test('the ten most frequent of all labels, as sorting all of them finds', () => {
  const counts = new LabelCounts();
  PAIRS.forEach(([key, value]) => counts.add({ [key]: value }));
  const brute: Record<string, number> = {};
  PAIRS.forEach(([key, value]) => (brute[`${key}=${value}`] = (brute[`${key}=${value}`] ?? 0) + 1));
  const sorted = Object.entries(brute).sort(([, a], [, b]) => b - a);
  const rows = counts.rows();
  expect(rows.map(({ count }) => count)).toEqual(sorted.slice(0, 10).map(([, count]) => count));
  expect(rows.map(({ key, value }) => brute[`${key}=${value}`])).toEqual(rows.map(({ count }) => count));
  expect(new Set(rows.map(({ key, value }) => `${key}=${value}`)).size).toBe(10);
});

test('a goroutine counts for each of its labels, whatever they are called; one without counts for none', () => {
  const counts = new LabelCounts();
  const odd = Object.fromEntries([['__proto__', 'a']]);
  [{}, { topic: 'orders', n: '1' }, { topic: 'orders' }, odd, {}].forEach((labels) => counts.add(labels));
  expect(counts.rows()).toEqual([
    { key: 'topic', value: 'orders', count: 2 },
    { key: 'n', value: '1', count: 1 },
    { key: '__proto__', value: 'a', count: 1 },
  ]);
  expect(new LabelCounts().rows()).toEqual([]);
});
