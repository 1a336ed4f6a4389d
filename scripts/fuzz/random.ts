/**
 * Seeded pseudo-random numbers: mulberry32 (Tommy Ettinger, public domain), 32 bits of state. A case of the fuzzer has
 * a generator of its own, made from the run's seed and the case's number, so that any case can be had again alone.
 */
export class Random {
  private state: number;

  constructor(seed: number, stream = 0) {
    // Neighbouring cases must not have neighbouring states: mulberry32 only adds a constant per step.
    this.state = Math.imul(seed ^ Math.imul(stream + 1, 0x9e3779b1), 0x85ebca6b) ^ (stream * 0x27d4eb2f);
    this.next();
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** An integer in [0, below); 0 where `below` is 0. */
  below(below: number): number {
    return Math.floor((this.next() / 4294967296) * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 4294967296;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) {
      throw new Error('nothing to pick from');
    }
    return items[this.below(items.length)] as T;
  }

  bits64(): bigint {
    return (BigInt(this.next()) << 32n) | BigInt(this.next());
  }

  shuffle<T>(items: T[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j] as T, items[i] as T];
    }
  }
}
