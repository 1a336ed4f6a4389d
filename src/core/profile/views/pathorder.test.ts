/** @jest-environment node */
import { seededRandom } from '../../growth/random';
import { pathOrderSteps } from './pathorder';
import type { Paths } from './paths';

/** Paths over few frames, so that many begin alike, end in one another, or are the same. */
function drawn(count: number, longest: number, frames: number): number[][] {
  const random = seededRandom(4);
  const trunk = Array.from({ length: longest }, () => Math.floor(random() * frames));
  return Array.from({ length: count }, () => {
    const length = Math.floor(random() * (longest + 1));
    const shared = Math.floor(random() * (length + 1));
    return [...trunk.slice(0, shared), ...Array.from({ length: length - shared }, () => Math.floor(random() * frames))];
  });
}

function pathsOf(rows: readonly number[][]): Paths {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = start[i]! + row.length));
  const [side, value] = [new Uint8Array(rows.length), new Float64Array(rows.length)];
  return { frames: [], length: rows.length, start, steps: Uint32Array.from(rows.flat()), side, value };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((step, i) => step !== b[i]);
  return at < 0 ? a.length - b.length : at >= b.length ? 1 : a[at]! - b[at]!;
}

test.each([
  [0, 5, 3],
  [1, 5, 3],
  [2000, 6, 2],
  [5000, 40, 4],
  [40_000, 12, 300],
])('%p paths of up to %p steps over %p frames, as Array.sort has them', (count, longest, frames) => {
  const rows = drawn(count, longest, frames);
  let steps = 0;
  const sorting = pathOrderSteps(pathsOf(rows));
  let result = sorting.next();
  for (; !result.done; result = sorting.next()) {
    steps++;
  }
  const order = [...result.value];
  expect([...order].sort((a, b) => a - b)).toEqual([...rows.keys()]);
  expect(order.map((row) => rows[row])).toEqual([...rows].sort(compare));
  expect(steps > 0).toBe(count >= 5000);
});
