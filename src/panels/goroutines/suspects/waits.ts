import type { DumpOffer, WaitRange } from '../../../frames/contract';
import { count, duration, fixed, THIN, wireBytes } from '../../../ui/format';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Whole minutes in words: `under a minute`, `12 min`, `17 h 12 min`, `3 d 4 h`. */
export function waited(minutes: number): string {
  if (minutes < 1) {
    return 'under a minute';
  }
  const [big, small, size] = minutes >= DAY ? (['d', 'h', DAY] as const) : (['h', 'min', HOUR] as const);
  const whole = Math.floor(minutes / size);
  const rest = Math.floor((minutes % size) / (size === DAY ? HOUR : 1));
  return [whole > 0 ? `${count(whole)}${THIN}${big}` : '', rest > 0 || whole === 0 ? `${rest}${THIN}${small}` : '']
    .filter(Boolean)
    .join(' ');
}

/** A range of wait ages: `under 1 min`, `1 to 5 min`, `30 min to 1 h`, `1 d and more`. */
export function rangeLabel({ from, to }: Pick<WaitRange, 'from' | 'to'>): string {
  const [start, startUnit] = unitOf(from);
  // Infinity does not outlive JSON.
  if (to === null || !Number.isFinite(to)) {
    return `${start}${THIN}${startUnit} and more`;
  }
  const [end, endUnit] = unitOf(to);
  if (from === 0) {
    return `under ${end}${THIN}${endUnit}`;
  }
  return startUnit === endUnit
    ? `${start} to ${end}${THIN}${endUnit}`
    : `${start}${THIN}${startUnit} to ${end}${THIN}${endUnit}`;
}

function unitOf(minutes: number): [string, string] {
  const [size, unit] = minutes >= DAY ? [DAY, 'd'] : minutes >= HOUR ? [HOUR, 'h'] : [1, 'min'];
  return [count(minutes / size), unit];
}

/** What a dump would cost, as far as that is known: one sentence. */
export function costOf({ goroutines, stallMs, bytes }: DumpOffer): string {
  const all = goroutines === null ? 'all goroutines' : `${count(goroutines)} goroutine${goroutines === 1 ? '' : 's'}`;
  const stall =
    stallMs === null ? 'the program stands still meanwhile' : `the program stands still for ${about(stallMs)}`;
  return `Reads ${all} one by one: ${stall}${bytes === null ? '' : `, ${megabytes(bytes)}`}.`;
}

/** The words on the button that confirms. */
export function confirmation({ goroutines, stallMs }: DumpOffer): string {
  const stop = stallMs === null ? 'Stop the program' : `Stop the program for ${about(stallMs)}`;
  return `${stop} and read all${goroutines === null ? '' : ` ${count(goroutines)}`} goroutines`;
}

/** `about 30 ms`, `about 0.9 s`: an estimate, so with one figure or two. */
function about(ms: number): string {
  const rough = ms >= 10 ? 10 * Math.round(ms / 10) : Math.max(1, Math.round(ms));
  return `about ${ms < 95 || ms >= 120_000 ? duration(rough) : `${fixed(ms / 1000, 1)}${THIN}s`}`;
}

function megabytes(bytes: number): string {
  return bytes >= 50_000 && bytes < 10_000_000 ? `${fixed(bytes / 1e6, 1)}${THIN}MB` : wireBytes(bytes);
}
