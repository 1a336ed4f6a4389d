import type { Asking } from '../client/client';

/** An answer of more bytes than this is no small one: it is not only the way that it takes. */
const SMALL_BYTES = 64 * 1024;
/** Answers over which the way is the least: who changes to a slower network is not charged for it for ever. */
const REMEMBERED = 20;
/** Goroutines below which the time of a profile says nothing about the time a goroutine takes. */
const MANY_GOROUTINES = 1000;
/** ms of the program's time a goroutine takes, until it has been seen: 401 ms for 100,000 in Go 1.19.8; newer Go takes half. */
const MS_PER_GOROUTINE = 0.004;

/**
 * What requests cost the program, in ms of its time. From outside only their wall time can be seen, an upper bound: it
 * holds the way there and back, through Grafana's proxy. That is taken off: the least time in which a small memory
 * answer came lately, which costs the program next to nothing however many goroutines it has. What the program did
 * spend on that answer is taken off with it.
 */
export class Spending {
  private readonly quick: number[] = [];
  private readonly perGoroutine: number[] = [];

  /** Takes in what a round asked for. */
  see(askings: readonly Asking[], goroutines: number | undefined): void {
    for (const { bytes, durationMs, endpoint, status } of askings) {
      // That it does not serve a path costs a program nothing at all.
      const isQuick = (endpoint === 'metrics' || endpoint === 'expvar') && (status === 200 || status === 404);
      if (isQuick && bytes <= SMALL_BYTES) {
        keep(this.quick, durationMs, REMEMBERED);
      }
    }
    const profile = askings.find(({ endpoint, status }) => endpoint === 'goroutine' && status === 200);
    if (profile && goroutines !== undefined && goroutines >= MANY_GOROUTINES) {
      keep(this.perGoroutine, this.of([profile]) / goroutines, REMEMBERED);
    }
  }

  /** The way there and back, ms; 0 before it is known. */
  get wayMs(): number {
    return this.quick.length > 0 ? Math.min(...this.quick) : 0;
  }

  /** ms that these requests cost the program, at most. */
  of(askings: ReadonlyArray<Pick<Asking, 'durationMs'>>): number {
    return askings.reduce((sum, { durationMs }) => sum + Math.max(0, durationMs - this.wayMs), 0);
  }

  /** ms that a profile of so many goroutines would cost the program; a guess on the low side. */
  guess(goroutines: number): number {
    return goroutines * (this.perGoroutine.length > 0 ? Math.min(...this.perGoroutine) : MS_PER_GOROUTINE);
  }
}

function keep(last: number[], value: number, count: number): void {
  last.push(value);
  if (last.length > count) {
    last.shift();
  }
}
