const DECIMAL = [1, 2, 5, 10, 20, 50, 100, 200, 500];
/** Quarters and halves of a GiB read well (256 MiB, 512 MiB); fifths do not. */
const BINARY = [1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 200, 500];

export interface YAxis {
  /** Upper end of the axis. */
  top: number;
  ticks: number[];
}

/** Whether a unit counts in 1024s. */
export function baseOf(unit: string | undefined): 1000 | 1024 {
  return /^([kmgtp]?bytes|bits)$/.test(unit ?? '') ? 1024 : 1000;
}

/**
 * An axis from 0 for values up to `max`, with about `wanted` ticks on round numbers. The top moves in quarters of a
 * tick, so that a figure that wobbles does not make the whole picture wobble.
 */
export function yAxis(max: number, wanted: number, base: 1000 | 1024): YAxis {
  if (!(max > 0)) {
    return { top: 1, ticks: [0] };
  }
  const unit = base ** Math.max(0, Math.floor(Math.log(max) / Math.log(base)));
  const steps = (base === 1024 && unit > 1 ? BINARY : DECIMAL).map((step) => step * unit);
  const step = steps.find((candidate) => max / candidate <= wanted) ?? steps[steps.length - 1]!;
  const top = Math.ceil(((max * 1.04) / step) * 4) * (step / 4);
  const ticks: number[] = [];
  for (let value = 0; value <= top; value += step) {
    ticks.push(value);
  }
  return { top, ticks };
}
