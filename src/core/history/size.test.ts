/** @jest-environment node */
import type { Stack } from '../profile/stack';
import { CHUNK_ROWS } from './chunk';
import { seeded, scrapeOf, stackOf } from './testing';
import { MemoryHistory } from './memory';
import { stackBytes } from './size';

const SCRAPES = 1000;
const STACKS = 2000;

/** 1,000 scrapes of 2,000 stacks, 10 % of which move by 1 to 3 each time, with 35 memory fields. */
function fill(store: MemoryHistory, stacks: readonly Stack[]): void {
  const random = seeded(1);
  const counts = Float64Array.from(stacks, () => 1 + random(50));
  for (let i = 0; i < SCRAPES; i++) {
    counts.forEach((count, k) => {
      if (random(10) === 0) {
        counts[k] = Math.max(1, count + (random(2) ? 1 : -1) * (1 + random(3)));
      }
    });
    const fields = Array.from({ length: 35 }, (_, k) => [`field${k}`, k % 2 ? random(1e9) : 8192 * (k + random(100))]);
    store.append({
      atMs: i * 15_000,
      goroutines: { total: counts.reduce((sum, count) => sum + count), stacks, counts: counts.slice() },
      memory: { source: '/metrics', values: Object.fromEntries(fields) },
      process: { goVersion: 'go1.26.8' },
      cost: { requests: 2, bytes: 1, durationMs: 1 },
      failures: [],
    });
  }
}

describe('what a history takes', () => {
  const stacks = Array.from({ length: STACKS }, (_, i) => stackOf(`key${i}`));
  const store = new MemoryHistory({ maxAgeMs: 1e12 });
  fill(store, stacks);

  it('is at most half a byte a count, the open chunk and what a reader left behind included', () => {
    expect(store.bytes.counts / (SCRAPES * STACKS)).toBeLessThan(0.4);
    expect(store.range(0, 1e12).stacks).toHaveLength(STACKS);
    expect(store.bytes.counts / (SCRAPES * STACKS)).toBeLessThan(0.5);
  });

  it('is half of doubles for memory fields, once chunks are closed', () => {
    expect(store.bytes.facts).toBeLessThan(0.85 * SCRAPES * 35 * 8);
  });

  it('has each stack once, however many chunks have it', () => {
    expect(store.bytes.stacks).toBe(stacks.reduce((sum, stack) => sum + stackBytes(stack), 0));
    const { counts, facts, stacks: shared } = store.bytes;
    expect(store.byteLength).toBe(counts + facts + shared);
  });
});

it('stacks that are gone from the history are gone from its size', () => {
  const store = new MemoryHistory({ maxAgeMs: 400 });
  const sizes: number[] = [];
  for (let i = 0; i < 3000; i++) {
    // Each stack lives for 20 scrapes and changes its lines once.
    const alive = Array.from({ length: 20 }, (_, k) => stackOf(`s${i + k}`, k < 10 ? 1 : 2));
    store.append(
      scrapeOf(
        i,
        alive.map((stack) => [stack, 3] as const)
      )
    );
    sizes.push(store.byteLength);
  }
  const early = Math.max(...sizes.slice(700, 1300));
  expect(Math.max(...sizes.slice(1300))).toBeLessThan(1.02 * early);
  store.append(scrapeOf(1e6));
  for (let i = 1; i < 600; i++) {
    store.append(scrapeOf(1e6 + i));
  }
  expect(store.bytes.stacks).toBe(0);
});

it('lines that were left behind count until the chunk that saw them last is dropped', () => {
  const store = new MemoryHistory({ maxAgeMs: 2 * CHUNK_ROWS });
  const builds = [1, 22, 333].map((line) => ({
    ...stackOf('s', line),
    frames: stackOf('x'.repeat(line), line).frames,
  }));
  const sizes = builds.map(stackBytes) as [number, number, number];
  const added = (...of: number[]) => of.reduce((sum, i) => sum + (sizes[i] as number), 0);
  for (let i = 0; i < 10; i++) {
    store.append(scrapeOf(i, [[builds[i < 5 ? 0 : 1] as Stack, 1]]));
  }
  expect(store.bytes.stacks).toBe(added(0, 1));
  for (let i = 10; i < CHUNK_ROWS; i++) {
    store.append(scrapeOf(i, [[builds[1] as Stack, 1]]));
  }
  store.append(scrapeOf(CHUNK_ROWS, [[builds[2] as Stack, 1]]));
  expect(store.bytes.stacks).toBe(added(0, 1, 2));
  const from = CHUNK_ROWS + 1;
  for (let i = from; i < from + 2 * CHUNK_ROWS; i++) {
    store.append(scrapeOf(i, [[builds[2] as Stack, 1]]));
  }
  // The first chunk is gone. The second is charged with the lines that it found.
  expect(store.bytes.stacks).toBe(added(1, 2));
  for (let i = from + 2 * CHUNK_ROWS; i < from + 4 * CHUNK_ROWS; i++) {
    store.append(scrapeOf(i, [[builds[2] as Stack, 1]]));
  }
  expect(store.bytes.stacks).toBe(added(2));
});
