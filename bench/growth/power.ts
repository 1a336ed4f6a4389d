import { suspects } from '../../src/core/growth/suspects';
import { rangeOf } from '../../src/core/growth/testing';
import { rivals } from './rivals';
import { addLeak, healthyWorld, type LeakShape, type World, type WorldShape } from './world';

export interface Scenario {
  name: string;
  runs: number;
  /** The first seed; 1 by default. */
  from?: number;
  /** Whether the other tools' rules are played too: they take most of the time. */
  rivals?: boolean;
  world: Omit<WorldShape, 'seed'>;
  leak?: LeakShape;
}

export interface Outcome {
  name: string;
  runs: number;
  rules: Rule[];
  /** Of the slope of what was found, against what leaked since the onset that was named: shares of runs. */
  median: number;
  within15: number;
  /** Share of intervals that hold the true rate. */
  covered: number;
}

export interface Rule {
  name: string;
  /** Runs in which the leak was found, and in which anything healthy was alarmed at. */
  found: number;
  falseRuns: number;
}

const LEAK = 'leak';

/** Runs so many seeds of one scenario through our rule and the rivals'. */
export function play({ from = 1, leak, name, rivals: withRivals = true, runs, world: shape }: Scenario): Outcome {
  const ours: Rule = { name: 'Tidemark', found: 0, falseRuns: 0 };
  const theirs = (withRivals ? rivals : []).map((rival) => ({
    rival,
    rule: { name: rival.name, found: 0, falseRuns: 0 },
  }));
  const errors: number[] = [];
  let covered = 0;
  for (let seed = from; seed < from + runs; seed++) {
    const world = healthyWorld({ ...shape, seed });
    const truth = leak && addLeak(world, LEAK, leak, seed + 1_000_000);
    const found = suspects(rangeOf(world), { deploys: world.deploys }).suspects;
    const mine = found.find(({ members }) => members.some(({ stack }) => stack.key === LEAK));
    ours.falseRuns += found.some(({ members }) => members.some(({ stack }) => stack.key !== LEAK)) ? 1 : 0;
    if (mine && truth && leak) {
      ours.found++;
      errors.push(Math.abs(mine.perMinute / paceSince(world, truth, mine.sinceMs) - 1));
      covered += mine.low <= leak.perMinute && leak.perMinute <= mine.high ? 1 : 0;
    }
    for (const { rival, rule } of theirs) {
      const alarms = world.counts.map((counts) => rival.alarms(counts));
      rule.found += leak && alarms.at(-1) ? 1 : 0;
      rule.falseRuns += (leak ? alarms.slice(0, -1) : alarms).includes(true) ? 1 : 0;
    }
  }
  errors.sort((a, b) => a - b);
  return {
    name,
    runs,
    rules: [ours, ...theirs.map(({ rule }) => rule)],
    median: errors[errors.length >> 1] ?? NaN,
    within15: errors.filter((error) => error <= 0.15).length / errors.length,
    covered: covered / errors.length,
  };
}

function paceSince({ times }: World, truth: Float64Array, sinceMs: number): number {
  const last = times.length - 1;
  const first = Math.max(
    0,
    times.findIndex((ms) => ms >= sinceMs)
  );
  return (
    ((truth[last] as number) - (truth[first] as number)) /
    (((times[last] as number) - (times[first] as number)) / 60_000)
  );
}
