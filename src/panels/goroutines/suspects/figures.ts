import type { Pace } from '../../../frames/contract';
import { fixed, THIN } from '../../../ui/format';

/** Decimals of a pace in goroutines per minute: what moves by itself is left out, what is slow is not lost. */
export function paceDecimals(perMinute: number): number {
  const size = Math.abs(perMinute);
  return size >= 100 ? 0 : size >= 0.5 ? 1 : size >= 0.05 ? 2 : 3;
}

/** `+12.3` */
export function growth({ perMinute }: Pick<Pace, 'perMinute'>): string {
  return `${perMinute > 0 ? '+' : ''}${fixed(perMinute, paceDecimals(perMinute))}`;
}

/** `11.8 to 12.7`, in the decimals of its middle. */
export function interval({ perMinute, low, high }: Pace): string {
  const decimals = paceDecimals(perMinute);
  return `${fixed(low, decimals)} to ${fixed(high, decimals)}`;
}

/** `99.2 %`; what rounds to all is `> 99.9 %`, for nothing is certain. */
export function sureness(confidence: number): string {
  const share = 100 * confidence;
  return share > 99.9 ? `>${THIN}99.9${THIN}%` : `${fixed(Math.floor(share * 10) / 10, 1)}${THIN}%`;
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Up to twelve in words, as in running text. */
export function inWords(howMany: number): string {
  return WORDS[howMany] ?? fixed(howMany, 0);
}
