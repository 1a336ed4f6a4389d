import { scrapeOf, stackOf } from '../history/testing';
import { MemoryHistory } from '../history/memory';
import type { ProcessFacts, TimestampMs } from '../scrape';
import type { RangeAt } from './comparison';

// For tests of deploys only.

export const START_MS: TimestampMs = 1_800_000_000_000;
export const MINUTE = 60_000;

export interface Program {
  minutes: number;
  /** Seconds between scrapes, 15 unless said. */
  every?: number;
  /** By stack: goroutines at so many minutes after the start. */
  counts: Record<string, (minute: number) => number>;
  /** What the process tells at that moment. */
  process?: (minute: number) => ProcessFacts;
}

/** A history of a program that is simulated scrape by scrape. */
export function historyOf({ counts, every = 15, minutes, process = () => ({}) }: Program): MemoryHistory {
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  const stacks = Object.keys(counts).map((key) => stackOf(key));
  for (let second = 0; second <= 60 * minutes; second += every) {
    const minute = second / 60;
    const goroutines = stacks.flatMap((stack) => {
      const count = Math.max(0, Math.floor(counts[stack.key]!(minute)));
      return count > 0 ? [[stack, count] as const] : [];
    });
    history.append(scrapeOf(START_MS + 1000 * second, goroutines, { process: process(minute) }));
  }
  return history;
}

export function rangeAtOf(history: MemoryHistory): RangeAt {
  return (fromMs, toMs) => history.range(fromMs, toMs - 1);
}

/** Load that comes and goes in three stacks, as a healthy server's. */
export const LOAD: Program['counts'] = {
  serve: (minute) => 40 + 25 * Math.sin(minute) + 3 * jitter(minute, 1),
  query: (minute) => 30 + 18 * Math.sin(minute) + 3 * jitter(minute, 2),
  cache: (minute) => 20 + 12 * Math.sin(minute) + 3 * jitter(minute, 3),
  idle: () => 8,
};

/** Between 0 and 1, the same for the same moment. */
function jitter(minute: number, salt: number): number {
  const x = Math.sin(minute * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
}
