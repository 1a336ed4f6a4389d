/** What one clock would spend of the program's time if nothing held it back. */
export interface Demand {
  /** ms that a round costs the program. */
  readonly spentMs: number;
  /** The interval of the settings. */
  readonly setMs: number;
}

/**
 * The share of its time that a program may be made to spend on being watched, 0 to 1, shared out among the clocks that
 * run. Who wants little gets it; what is left goes to the others in equal parts (max-min fairness), so that a dear heap
 * profile does not slow the cheap scrapes down.
 */
export class Budget {
  private readonly demands = new Set<Demand>();

  constructor(readonly share: number) {}

  join(demand: Demand): void {
    this.demands.add(demand);
  }

  leave(demand: Demand): void {
    this.demands.delete(demand);
  }

  /** The share of the program's time that this one may spend while the others that joined spend theirs. */
  shareOf(demand: Demand): number {
    const all = [...this.demands, ...(this.demands.has(demand) ? [] : [demand])];
    let left = this.share;
    let waiting = all.length;
    for (const one of all.sort((a, b) => wanted(a) - wanted(b))) {
      const equal = left / waiting--;
      if (one === demand) {
        // The last one may take all that is left, and need not.
        return equal;
      }
      left -= Math.min(wanted(one), equal);
    }
    return this.share;
  }
}

function wanted({ setMs, spentMs }: Demand): number {
  return spentMs / setMs;
}
