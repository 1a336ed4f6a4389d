import type { Stack } from '../../src/core/profile/stack';
import type { Scrape } from '../../src/core/scrape';

export interface HistoryShape {
  scrapes: number;
  stacks: number;
  /** How many of the counts are others than in the scrape before. */
  changing: number;
}

const FIRST_MS = 1_800_000_000_000;
const INTERVAL_MS = 15_000;

/** Seeded scrapes: counts of a few to a few hundred goroutines that go up and down by a few. */
export function* scrapesOf({ scrapes, stacks: count, changing }: HistoryShape): Generator<Scrape> {
  const random = seeded(1);
  const stacks = Array.from({ length: count }, (_, i) => stackOf(i));
  let counts = Float64Array.from(stacks, () => Math.ceil(300 * random() ** 4));
  for (let i = 0; i < scrapes; i++) {
    if (i > 0) {
      counts = counts.map((value) => (random() < changing ? changed(value, random) : value));
    }
    yield {
      atMs: FIRST_MS + i * INTERVAL_MS,
      goroutines: { total: counts.reduce((sum, value) => sum + value, 0), stacks, counts },
      process: {},
      cost: { requests: 1, bytes: 100_000, durationMs: 10 },
      failures: [],
    };
  }
}

function changed(value: number, random: () => number): number {
  const by = 1 + Math.floor(random() * 4);
  return random() < 0.5 && value > by ? value - by : value + by;
}

function stackOf(i: number): Stack {
  const frames = Array.from({ length: 3 }, (_, depth) => ({
    function: `main.worker${i}.step${depth}`,
    file: 'main.go',
    line: i,
  }));
  return { key: `stack-${i}`, frames, blockedOn: 'chan receive', userFrame: 0 };
}

/** mulberry32, public domain, by Tommy Ettinger: numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
