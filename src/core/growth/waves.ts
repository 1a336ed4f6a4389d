import { runsOf } from './cells';
import { dot, type LineFit } from './regression';

/** A wave shorter than this many turns in the window cannot be told from a trend. */
export const LEAST_TURNS = 3;
/** Waves shorter than this many cells are noise. */
const LEAST_CELLS = 4;
const STEP_TURNS = 0.5;
/** What a line and the levels leave of noise begins with so many turns. */
const FIRST_TURNS = 2;
/** The chance, in noise, of something that is taken for a wave. */
const CHANCE = 1e-3;

/** How a candidate's period is looked for more closely, in turns. */
const FINE_STEPS = [0.25, 0.12, 0.06, 0.03];
/** Half a turn of step leaves a wave a quarter turn beside it at most: sinc(1/4)² of its power is seen, or more. */
const LEAST_SEEN = 0.75;

/** A cosine and a sine over the cells, of one period. */
interface Pair {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Finds the strongest wave of a column; one for all columns over the same cells, since the tables cost most. */
export class WaveFinder {
  private readonly turns: number[] = [];
  private readonly tables: Pair[] = [];
  private readonly fine: readonly Pair[];
  private readonly span: number;

  constructor(
    private readonly minutes: Float64Array,
    private readonly starts: readonly number[]
  ) {
    const n = minutes.length;
    this.span = n > 1 ? ((minutes[n - 1] as number) - (minutes[0] as number)) * (n / (n - 1)) : 0;
    for (let turns = LEAST_TURNS; turns <= n / LEAST_CELLS; turns += STEP_TURNS) {
      this.turns.push(turns);
      this.tables.push(this.pair(turns));
    }
    this.fine = FINE_STEPS.map((step) => this.pair(step));
  }

  /**
   * The period in minutes at which a fit left the most, for its noise, by the periodogram of Lomb (1976) and Scargle (1982,
   * ApJ 263, 835), which takes uneven steps and gaps. A candidate only: see `standsOut`. undefined for too few cells, and
   * where it cannot stand out: most columns have no wave, and to look closer costs more than all that was done before.
   */
  strongest({ basis, residuals }: LineFit, phi: number): number | undefined {
    const n = residuals.length;
    const held = this.tables.map((table) => heldBy(residuals, table));
    let best = -1;
    let most = 0;
    for (let k = 0; k < held.length; k++) {
      const over = (held[k] as number) / redness(phi, this.turns[k] as number, n);
      if (over > most) {
        most = over;
        best = k;
      }
    }
    if (best < 0) {
      return undefined;
    }
    // The wave is taken out together with its half.
    let turns = this.turns[best] as number;
    const half = held[Math.round((2 * turns - LEAST_TURNS) / STEP_TURNS)] ?? 0;
    const power = dot(residuals, residuals);
    const gain = ((held[best] as number) + half) / LEAST_SEEN;
    const least = Math.min(this.share(0, turns), this.share(phi, turns));
    if (gain <= (power - gain) * least * this.surprise) {
      return undefined;
    }
    // Half a turn of step leaves the wave a quarter turn out at both ends: look closer, and together with all that was
    // fitted before. A trend taken out first pulls a wave of few turns away from its period.
    let pair = this.tables[best] as Pair;
    let peak = this.gain(residuals, basis, pair);
    FINE_STEPS.forEach((step, s) => {
      const [centre, around] = [turns, pair];
      for (const sign of [-1, 1] as const) {
        const near = centre + sign * step;
        if (near >= LEAST_TURNS - STEP_TURNS / 2) {
          const turned = turnedBy(around, this.fine[s] as Pair, sign);
          const own = this.gain(residuals, basis, turned);
          if (own > peak) {
            [peak, turns, pair] = [own, near, turned];
          }
        }
      }
    });
    return this.span / turns;
  }

  /**
   * Whether a wave is one, by the fits before and after it was taken out: it must hold far more than the noise that is left
   * would at that period. That noise is red, AR(1) with `phi`: against white noise each slow wander would be a wave, and what
   * is left after it is taken out looks far surer than it is (Schulz and Mudelsee 2002, "REDFIT", Computers & Geosciences
   * 28, 421). Of the noise that is left, for the wave itself is as red as can be. In such noise one frequency holds more than
   * x times its expected share with a chance of exp(-x).
   */
  standsOut(period: number, before: LineFit, after: LineFit, phi: number): boolean {
    const left = dot(after.residuals, after.residuals);
    const held = dot(before.residuals, before.residuals) - left;
    return held > left * this.share(phi, this.span / period) * this.surprise;
  }

  /** So many times its expected share is what noise holds at any of the periods with a chance of `CHANCE`. */
  private get surprise(): number {
    return Math.log(Math.max(1, this.turns.length) / CHANCE);
  }

  /** The share of AR(1) noise's squares that is expected at so many turns. */
  private share(phi: number, turns: number): number {
    const n = this.minutes.length;
    let whole = 0;
    for (let each = FIRST_TURNS; each <= n / 2; each++) {
      whole += redness(phi, each, n);
    }
    return redness(phi, turns, n) / whole;
  }

  /** Cosine and sine of that period, and of half of it: waves of load are seldom pure. */
  columns(period: number): Float64Array[] {
    const turns = this.span / period;
    const columns = ({ cosines, sines }: Pair) => [cosines, sines];
    return 2 * turns <= this.minutes.length / LEAST_CELLS
      ? [...columns(this.pair(turns)), ...columns(this.pair(2 * turns))]
      : columns(this.pair(turns));
  }

  /**
   * By how much the squares fall when that wave is fitted along with the basis. The residuals have no part along the basis
   * nor a level, so only the wave's own squares need these taken out.
   */
  private gain(residuals: Float64Array, basis: readonly Float64Array[], { cosines, sines }: Pair): number {
    let [aa, ab, bb] = [dot(cosines, cosines), dot(cosines, sines), dot(sines, sines)];
    const takeAway = (a: number, b: number, squares: number) => {
      aa -= (a * a) / squares;
      ab -= (a * b) / squares;
      bb -= (b * b) / squares;
    };
    for (const { from, to } of runsOf(this.starts, cosines.length)) {
      let [a, b] = [0, 0];
      for (let i = from; i < to; i++) {
        a += cosines[i] as number;
        b += sines[i] as number;
      }
      takeAway(a, b, to - from);
    }
    for (const direction of basis) {
      takeAway(dot(cosines, direction), dot(sines, direction), 1);
    }
    const [ay, by] = [dot(cosines, residuals), dot(sines, residuals)];
    const area = aa * bb - ab * ab;
    return area > 1e-9 * aa * bb ? (bb * ay * ay - 2 * ab * ay * by + aa * by * by) / area : 0;
  }

  private pair(turns: number): Pair {
    const pace = this.span > 0 ? (2 * Math.PI * turns) / this.span : 0;
    const n = this.minutes.length;
    const [cosines, sines] = [new Float64Array(n), new Float64Array(n)];
    for (let i = 0; i < n; i++) {
      const angle = pace * (this.minutes[i] as number);
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
    return { cosines, sines };
  }
}

/** The pair of so many turns more (or, with sign -1, less), by the addition theorems: cheaper than new angles. */
function turnedBy({ cosines, sines }: Pair, by: Pair, sign: 1 | -1): Pair {
  const n = cosines.length;
  const turned = { cosines: new Float64Array(n), sines: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const [c, s] = [cosines[i] as number, sines[i] as number];
    const [cosine, sine] = [by.cosines[i] as number, sign * (by.sines[i] as number)];
    turned.cosines[i] = c * cosine - s * sine;
    turned.sines[i] = s * cosine + c * sine;
  }
  return turned;
}

/** The squares that a wave takes up, by the periodogram. */
function heldBy(residuals: Float64Array, { cosines, sines }: Pair): number {
  let along = 0;
  let across = 0;
  for (let i = 0; i < residuals.length; i++) {
    const residual = residuals[i] as number;
    along += residual * (cosines[i] as number);
    across += residual * (sines[i] as number);
  }
  return (2 * (along * along + across * across)) / residuals.length;
}

/** The spectrum of AR(1) noise, up to a factor. */
function redness(phi: number, turns: number, n: number): number {
  return 1 / (1 + phi * phi - 2 * phi * Math.cos((2 * Math.PI * turns) / n));
}
