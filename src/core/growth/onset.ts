import { noiseOf } from './autoregression';
import { dot, fitLine } from './regression';

/** Fewer cells than this before or after are no evidence of a bend. */
const LEAST_CELLS = 6;

/**
 * Where a level began to climb: the cell c for which "level until c, then a line" leaves the least squares, of all c
 * (Hinkley 1971, "Inference in two-phase regression", JASA 66, 736-743, with the first slope 0). 0 where a line from the
 * start is as good: a bend must win more than 2·ln n in -2·ln likelihood, for the moment that it is free to choose, and the
 * likelihood is that of as many values as what is left is worth by its autocorrelation: a leak's arrivals are a random walk
 * and bend all the time. `values` are of one run. O(n²), of at most a few hundred cells.
 */
export function onsetOf(minutes: Float64Array, values: Float64Array): number {
  const n = values.length;
  if (n < 2 * LEAST_CELLS) {
    return 0;
  }
  let best = 0;
  const line = squaresFrom(minutes, values, 0);
  let least = line;
  for (let c = LEAST_CELLS; c <= n - LEAST_CELLS; c++) {
    const squares = squaresFrom(minutes, values, c);
    if (squares < least) {
      least = squares;
      best = c;
    }
  }
  const { phi } = noiseOf(fitLine(hingeAt(minutes, best), values, [0]).residuals, [0], 3);
  const worth = Math.max(1, (n * (1 - phi)) / (1 + phi));
  return least < line * Math.exp((-2 * Math.log(n)) / worth) ? best : 0;
}

function hingeAt(minutes: Float64Array, c: number): Float64Array {
  const bend = minutes[c] as number;
  return minutes.map((minute) => (minute > bend ? minute - bend : 0));
}

/** Squares that are left by level + slope·max(0, t - t(c)). */
function squaresFrom(minutes: Float64Array, values: Float64Array, c: number): number {
  const n = values.length;
  const hinge = hingeAt(minutes, c);
  let hingeMean = 0;
  let mean = 0;
  for (let i = 0; i < n; i++) {
    hingeMean += (hinge[i] as number) / n;
    mean += (values[i] as number) / n;
  }
  let both = 0;
  let own = 0;
  for (let i = 0; i < n; i++) {
    const x = (hinge[i] as number) - hingeMean;
    both += x * ((values[i] as number) - mean);
    own += x * x;
  }
  return dot(values, values) - n * mean * mean - (own > 0 ? (both * both) / own : 0);
}
