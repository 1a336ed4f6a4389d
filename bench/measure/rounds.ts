/** Something to time. Gives milliseconds, measured by itself. */
export interface Timed {
  name: string;
  run(): number | Promise<number>;
}

/**
 * Runs all in turn, round after round, so that what disturbs the machine disturbs all alike; each round begins with
 * another one. The first `warm` rounds are not counted. Everyone begins with a clean heap, where V8 runs with --expose-gc:
 * else who leaves little would pay for the gigabytes of who was before.
 */
export async function interleave(
  timed: readonly Timed[],
  { warm, rounds }: { warm: number; rounds: number }
): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(timed.map(({ name }) => [name, []]));
  for (let round = 0; round < warm + rounds; round++) {
    for (let i = 0; i < timed.length; i++) {
      const { name, run } = timed[(i + round) % timed.length]!;
      collect();
      const ms = await run();
      if (round >= warm) {
        times[name]!.push(ms);
      }
    }
  }
  return times;
}

/** Twice: the second time waits for what the first left to be swept in the background. */
function collect(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}

export function median(values: readonly number[]): number {
  if (values.length === 0) {
    return NaN;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The least disturbed one. Where other programs share the cores, medians say more about them. */
export function fastest(values: readonly number[]): number {
  return values.length === 0 ? NaN : Math.min(...values);
}
