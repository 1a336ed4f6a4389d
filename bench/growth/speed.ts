import { suspectSteps } from '../../src/core/growth/suspects';
import { MemoryHistory } from '../../src/core/history/memory';
import type { Scrape } from '../../src/core/scrape';
import { addLeak, healthyWorld } from './world';

export interface Speed {
  /** Milliseconds, medians over the rounds: by the clock, of the processor's time, and the longest step by the clock. */
  whole: number;
  processor: number;
  longestStep: number;
  suspects: number;
}

/** A day at 15 s of 2,000 stacks, 10 of which leak, through the real store. */
export function measureSpeed(stacks = 2_000, scrapes = 5_760, rounds = 3): Speed {
  const world = healthyWorld({
    seed: 1,
    scrapes,
    intervalMs: 15_000,
    stacks: stacks - 10,
    events: true,
    days: 'shared',
  });
  for (let leak = 0; leak < 10; leak++) {
    addLeak(
      world,
      `leak-${leak}`,
      { perMinute: 0.2 + leak, amplitude: 20, periodMinutes: 15, arrivals: 'poisson' },
      leak
    );
  }
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  world.times.forEach((atMs, row) => {
    const counts = Float64Array.from(world.counts, (column) => column[row] as number);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const born = world.restarts.filter((at) => at <= row).length;
    const scrape: Scrape = {
      atMs,
      goroutines: { total, stacks: world.stacks, counts },
      process: { startTimeMs: 1_000 + born * 1e6 },
      cost: { requests: 1, bytes: 1, durationMs: 1 },
      failures: [],
    };
    history.append(scrape);
  });
  const whole: number[] = [];
  const used: number[] = [];
  const longest: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const range = history.range(0, Infinity);
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const steps = suspectSteps(range);
    let most = 0;
    for (;;) {
      const before = performance.now();
      const { done, value } = steps.next();
      most = Math.max(most, performance.now() - before);
      if (done) {
        found = value.suspects.length;
        break;
      }
    }
    whole.push(performance.now() - began);
    const { system, user } = process.cpuUsage(cpu);
    used.push((user + system) / 1000);
    longest.push(most);
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;
  return { whole: middle(whole), processor: middle(used), longestStep: middle(longest), suspects: found };
}
