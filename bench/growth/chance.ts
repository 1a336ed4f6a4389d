import { seededRandom } from '../../src/core/growth/random';

/** Seeded draws from the distributions that the simulations need. */
export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** Evenly from `low` to `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Evenly on a logarithmic scale: as many from 1 to 10 as from 10 to 100. */
  scale(low: number, high: number): number {
    return Math.exp(this.between(Math.log(low), Math.log(high)));
  }

  /** Whole numbers, both ends included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** Standard normal: Box and Muller (1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Arrivals at that mean: Knuth's product below 30, the normal approximation above. */
  poisson(mean: number): number {
    if (mean > 30) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    }
    const least = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > least) {
      product *= this.next();
      count++;
    }
    return count;
  }

  /** A random seed for another one. */
  seed(): number {
    return Math.floor(this.next() * 2 ** 32);
  }
}
