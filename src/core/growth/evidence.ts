import { whole } from '../numbers';

/** What speaks for a leak, in numbers and in one sentence. Paces are goroutines per minute. */
export type Evidence =
  | (Said<'slope'> & {
      readonly perMinute: number;
      readonly low: number;
      readonly high: number;
      readonly minutes: number;
    })
  /** Goroutines that came and went between cells. `loadFallPercent` where the load was seen to fall meanwhile. */
  | (Said<'did not come down'> & { readonly up: number; readonly down: number; readonly loadFallPercent?: number })
  | (Said<'low tide'> & { readonly from: number; readonly to: number; readonly windowMinutes: number })
  /** Mann-Kendall, corrected for ties and autocorrelation. */
  | (Said<'trend'> & { readonly tau: number; readonly z: number; readonly pUp: number })
  | (Said<'grows per load'> & {
      readonly from: number;
      readonly to: number;
      readonly loadFrom: number;
      readonly loadTo: number;
    })
  /** Goroutines of it that a collection proved to wait for what nothing can reach any more. */
  | (Said<'proved'> & { readonly goroutines: number })
  /** `correlation` of increments; absent where the ratio of counts and the code decided. */
  | (Said<'grow together'> & { readonly stacks: number; readonly correlation?: number });

interface Said<K extends string> {
  readonly kind: K;
  readonly text: string;
}

/** Three digits at most of what is small, as a person would say it; a whole number from a hundred on. */
export function short(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? whole(value) : value.toFixed(size >= 10 ? 1 : 2).replace(/\.0+$|(\.\d*[1-9])0+$/, '$1');
}
