import { centred, dot, takeOut, type LineFit } from './regression';

/** A wave shorter than this many turns in the window cannot be told from a trend. */
export const LEAST_TURNS = 3;
/** Waves shorter than this many cells are noise. */
const LEAST_CELLS = 4;
const STEP_TURNS = 0.5;
/** What a line and the levels leave of noise begins with so many turns. */
const FIRST_TURNS = 2;
/** The chance, in noise, of something that is taken for a wave. */
const CHANCE = 1e-3;

/** Finds the strongest wave of a column; one for all columns over the same cells, since the tables cost most. */
export class WaveFinder {
  private readonly turns: number[] = [];
  private readonly tables: Array<readonly [cosines: Float64Array, sines: Float64Array]> = [];
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
  }

  /**
   * The period in minutes at which a fit left the most, for its noise, by the periodogram of Lomb (1976) and Scargle (1982,
   * ApJ 263, 835), which takes uneven steps and gaps. A candidate only: see `standsOut`. undefined for too few cells.
   */
  strongest({ basis, residuals }: LineFit, phi: number): number | undefined {
    let best = -1;
    let most = 0;
    for (let k = 0; k < this.turns.length; k++) {
      const held = this.held(residuals, this.tables[k] as readonly [Float64Array, Float64Array]);
      const over = held / redness(phi, this.turns[k] as number, residuals.length);
      if (over > most) {
        most = over;
        best = k;
      }
    }
    if (best < 0) {
      return undefined;
    }
    // Half a turn of step leaves the wave a quarter turn out at both ends: look closer, and together with all that was
    // fitted before. A trend taken out first pulls a wave of few turns away from its period.
    let turns = this.turns[best] as number;
    let peak = this.gain(residuals, basis, turns);
    for (const step of [0.25, 0.12, 0.06, 0.03]) {
      for (const near of [turns - step, turns + step]) {
        const held = near >= LEAST_TURNS - STEP_TURNS / 2 ? this.gain(residuals, basis, near) : 0;
        if (held > peak) {
          peak = held;
          turns = near;
        }
      }
    }
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
    const n = after.residuals.length;
    const left = dot(after.residuals, after.residuals);
    const held = dot(before.residuals, before.residuals) - left;
    let whole = 0;
    for (let turns = FIRST_TURNS; turns <= n / 2; turns++) {
      whole += redness(phi, turns, n);
    }
    const expected = (left * redness(phi, this.span / period, n)) / whole;
    return held > expected * Math.log(Math.max(1, this.turns.length) / CHANCE);
  }

  /** Cosine and sine of that period, and of half of it: waves of load are seldom pure. */
  columns(period: number): Float64Array[] {
    const turns = this.span / period;
    const columns = [...this.pair(turns)];
    return 2 * turns <= this.minutes.length / LEAST_CELLS ? [...columns, ...this.pair(2 * turns)] : columns;
  }

  private held(residuals: Float64Array, [cosines, sines]: readonly [Float64Array, Float64Array]): number {
    return (2 * (dot(residuals, cosines) ** 2 + dot(residuals, sines) ** 2)) / residuals.length;
  }

  /** By how much the squares fall when that wave is fitted along with the basis. */
  private gain(residuals: Float64Array, basis: readonly Float64Array[], turns: number): number {
    const [a, b] = this.pair(turns).map((column) => {
      const own = centred(column, this.starts);
      takeOut(own, basis);
      return own;
    }) as [Float64Array, Float64Array];
    const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
    const [ay, by] = [dot(a, residuals), dot(b, residuals)];
    const area = aa * bb - ab * ab;
    return area > 1e-9 * aa * bb ? (bb * ay * ay - 2 * ab * ay * by + aa * by * by) / area : 0;
  }

  private pair(turns: number): readonly [Float64Array, Float64Array] {
    const pace = this.span > 0 ? (2 * Math.PI * turns) / this.span : 0;
    const n = this.minutes.length;
    const [cosines, sines] = [new Float64Array(n), new Float64Array(n)];
    for (let i = 0; i < n; i++) {
      const angle = pace * (this.minutes[i] as number);
      cosines[i] = Math.cos(angle);
      sines[i] = Math.sin(angle);
    }
    return [cosines, sines];
  }
}

/** The spectrum of AR(1) noise, up to a factor. */
function redness(phi: number, turns: number, n: number): number {
  return 1 / (1 + phi * phi - 2 * phi * Math.cos((2 * Math.PI * turns) / n));
}
