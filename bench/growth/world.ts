import { stackNamed } from '../../src/core/growth/testing';
import type { Stack } from '../../src/core/profile/stack';
import { Chance } from './chance';

/** A simulated target: what was scraped of it, and what the caller of suspects() is told. */
export interface World {
  times: Float64Array;
  stacks: Stack[];
  counts: Float64Array[];
  restarts: number[];
  deploys: number[];
}

export interface WorldShape {
  seed: number;
  scrapes: number;
  intervalMs: number;
  stacks: number;
  /** Restarts, deploys and gaps: up to two of each, anywhere. */
  events: boolean;
  /** `level`: no day's wave. `shared`: the day's wave is one load that stacks follow. `own`: each stack has a day of its own, which nothing shows. `rising`: shared, and it is morning. */
  days: 'level' | 'shared' | 'own' | 'rising';
}

const FROM_MS = 1_800_000_000_000;
const DAY_MINUTES = 1_440;

/** A column's level and noise by minute; `load` is 1 on average. */
type Level = (minute: number, load: (minute: number) => number) => number;

/** Healthy stacks of every kind we could think of. None of them leaks. */
export function healthyWorld(shape: WorldShape): World {
  const chance = new Chance(shape.seed);
  const minutes = shape.scrapes * (shape.intervalMs / 60_000);
  const times = timesWithGaps(shape, chance);
  const pick = (most: number) =>
    shape.events ? Array.from({ length: chance.whole(0, most) }, () => chance.whole(1, shape.scrapes - 1)) : [];
  const deployRows = pick(1).sort((a, b) => a - b);
  const restarts = [...new Set([...pick(2), ...deployRows])].sort((a, b) => a - b);
  const deploys = deployRows.map((row) => (times[row] as number) - 1);
  const phase = shape.days === 'rising' ? -DAY_MINUTES / 8 : chance.between(0, DAY_MINUTES);
  const load = loadOf(chance, minutes, phase, shape.days === 'level' ? 0 : 0.7);
  const stacks: Stack[] = [];
  const counts: Float64Array[] = [];
  for (let i = 0; i < shape.stacks; i++) {
    const own = new Chance(chance.seed());
    const day = shape.days === 'own' ? loadOf(own, minutes, own.between(0, DAY_MINUTES), 0.7) : load;
    const level = anyKind(own, minutes, i);
    const steps = deployRows.map(() => (own.between(0, 1) < 0.1 ? own.whole(-20, 50) : 0));
    const warmUp = own.between(0.05, 0.3);
    const column = new Float64Array(shape.scrapes);
    times.forEach((ms, row) => {
      const minute = (ms - FROM_MS) / 60_000;
      const step = deployRows.reduce((sum, at, d) => sum + (row >= at ? (steps[d] as number) : 0), 0);
      const born = restarts.filter((at) => at <= row).at(-1);
      const age = born === undefined ? Infinity : (ms - (times[born] as number)) / 60_000;
      column[row] = Math.max(0, Math.round((level(minute, day) + step) * (1 - Math.exp(-age / warmUp))));
    });
    stacks.push(stackNamed(`healthy-${i}`));
    counts.push(column);
  }
  return { times, stacks, counts, restarts, deploys };
}

function timesWithGaps({ events, intervalMs, scrapes }: WorldShape, chance: Chance): Float64Array {
  const gaps = new Map<number, number>();
  for (let gap = events ? chance.whole(0, 2) : 0; gap > 0; gap--) {
    gaps.set(chance.whole(1, scrapes - 1), chance.between(4, 20) * intervalMs);
  }
  let late = 0;
  return Float64Array.from({ length: scrapes }, (_, row) => {
    late += gaps.get(row) ?? 0;
    return FROM_MS + row * intervalMs + late + Math.round(chance.between(-0.02, 0.02) * intervalMs);
  });
}

/** A day's sine around 1, with noise that lasts for minutes. `phase` 0 is where it rises fastest. */
function loadOf(chance: Chance, minutes: number, phase: number, swing: number): (minute: number) => number {
  const step = 0.25;
  const noise: number[] = [];
  let now = 0;
  for (let i = 0; i <= (2 * minutes + 30) / step; i++) {
    now = 0.9 * now + 0.02 * chance.normal();
    noise.push(now);
  }
  return (minute) =>
    Math.max(
      0.05,
      1 +
        swing * Math.sin((2 * Math.PI * (minute + phase)) / DAY_MINUTES) +
        (noise[Math.max(0, Math.round((minute + 15) / step))] ?? 0)
    );
}

/** By number, so that every world has the same share of each: constant, followers, waves, bursts, noise, pools. */
function anyKind(chance: Chance, minutes: number, i: number): Level {
  const kind = i % 20;
  if (kind < 6) {
    const size = chance.scale(1, 300);
    return () => size;
  }
  if (kind < 11) {
    return follower(chance);
  }
  if (kind < 14) {
    return wave(chance, chance.between(5, 100), chance.scale(1, minutes / 3));
  }
  if (kind < 16) {
    return bursts(chance, minutes);
  }
  if (kind < 18) {
    return withNoise(chance, () => 0, chance.scale(1, 20), chance.between(0.3, 0.98), chance.scale(5, 100));
  }
  // A pool: follows the load smoothly and late.
  const [size, lag] = [chance.scale(5, 200), chance.between(0, 5)];
  return (minute, load) => {
    let sum = 0;
    for (let back = 0; back < 8; back += 0.25) {
      sum += load(minute - lag - back) / 32;
    }
    return size * sum;
  };
}

/** Requests in flight: a base, and a power of the load with the noise of arrivals. */
function follower(chance: Chance): Level {
  const [base, size, power] = [chance.scale(1, 50), chance.scale(3, 200), chance.between(0.5, 2)];
  const [lag, phi] = [chance.between(0, 1), chance.between(0, 0.9)];
  let noise = 0;
  return (minute, load) => {
    noise = phi * noise + Math.sqrt(1 - phi * phi) * chance.normal();
    const level = size * load(minute - lag) ** power;
    return base + level + Math.sqrt(level) * noise;
  };
}

/** A sine of its own, with noise of half the root of the level. */
export function wave(chance: Chance, amplitude: number, period: number): Level {
  const phase = chance.between(0, 2 * Math.PI);
  const level = (minute: number) => amplitude * (1.2 + Math.sin((2 * Math.PI * minute) / period + phase));
  return withNoise(chance, level, Math.sqrt(amplitude) / 2, chance.between(0, 0.8), 0);
}

/** Jumps every ten minutes or so that die away within minutes. */
function bursts(chance: Chance, minutes: number): Level {
  const base = chance.scale(1, 20);
  const all: Array<{ at: number; height: number; life: number }> = [];
  for (let at = -10; at < 2 * minutes + 20; at += -Math.log(1 - chance.between(0, 1)) * 10) {
    all.push({ at, height: chance.scale(5, 200), life: chance.between(0.3, 3) });
  }
  return (minute) =>
    all.reduce(
      (sum, { at, height, life }) =>
        minute >= at && minute < at + 12 * life ? sum + height * Math.exp((at - minute) / life) : sum,
      base
    );
}

function withNoise(chance: Chance, level: Level, deviation: number, phi: number, base: number): Level {
  let noise = chance.normal();
  return (minute, load) => {
    noise = phi * noise + Math.sqrt(1 - phi * phi) * chance.normal();
    return base + level(minute, load) + deviation * noise;
  };
}

export interface LeakShape {
  perMinute: number;
  /** The healthy part of the same stack. */
  amplitude: number;
  periodMinutes: number;
  arrivals: 'poisson' | 'steady';
}

/** A leak's own count, from the first scrape on, one a scrape. */
export function leaked(chance: Chance, times: Float64Array, perMinute: number, arrivals: LeakShape['arrivals']) {
  let count = 0;
  return times.map((ms, row) => {
    const step = row === 0 ? 0 : ((ms - (times[row - 1] as number)) / 60_000) * perMinute;
    count = arrivals === 'steady' ? ((ms - (times[0] as number)) / 60_000) * perMinute : count + chance.poisson(step);
    return Math.floor(count);
  });
}

/** Puts one leaking stack into the world, under a wave. Returns what leaked, one count a scrape. */
export function addLeak(world: World, name: string, shape: LeakShape, seed: number): Float64Array {
  const chance = new Chance(seed);
  const leak = leaked(chance, world.times, shape.perMinute, shape.arrivals);
  const level = shape.amplitude > 0 ? wave(chance, shape.amplitude, shape.periodMinutes) : () => 0;
  world.stacks.push(stackNamed(name));
  world.counts.push(
    leak.map((count, row) =>
      Math.max(0, Math.round(count + level(((world.times[row] as number) - FROM_MS) / 60_000, () => 1)))
    )
  );
  return leak;
}
