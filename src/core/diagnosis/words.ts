import type { Forecast, Pace } from '../growth/forecast';
import { short } from '../growth/evidence';
import { whole } from '../numbers';
import { spanText } from '../growth/words';

const KIB = 1024;
export const MIB = 1024 * KIB;
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
/** Nobody plans further ahead by a straight line. */
const MOST_MINUTES = 30 * MINUTES_PER_DAY;

/** `390 MiB`, `4.2 MiB`: a decimal only where it matters. */
export function mib(bytes: number): string {
  return `${inMib(bytes)} MiB`;
}

function inMib(bytes: number): string {
  const value = bytes / MIB;
  return Math.abs(value) < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : whole(value);
}

/** What one thing takes: `8 KiB`, `1.5 MiB`. */
export function each(bytes: number): string {
  return bytes < MIB ? `${whole(bytes / KIB)} KiB` : mib(bytes);
}

/** `12 %`, `0.4 %`. */
export function percent(share: number): string {
  return `${short(share * 100)} %`;
}

/** A slope of bytes with its interval, per minute, hour or day, whichever reads best. */
export function bytesPaceText(pace: Pace): string {
  const [factor, unit] = unitOf(pace.perMinute / MIB);
  const value = (perMinute: number) => inMib(perMinute * factor);
  return `${value(pace.perMinute)} MiB per ${unit} (95 %: ${value(pace.low)} to ${value(pace.high)})`;
}

/** The same for a count. */
export function countPaceText(pace: Pace): string {
  const [factor, unit] = unitOf(pace.perMinute);
  const value = (perMinute: number) => short(perMinute * factor);
  return `${value(pace.perMinute)} per ${unit} (95 %: ${value(pace.low)} to ${value(pace.high)})`;
}

function unitOf(perMinute: number): readonly [factor: number, unit: string] {
  const size = Math.abs(perMinute);
  if (size >= 1) {
    return [1, 'minute'];
  }
  return size * MINUTES_PER_HOUR >= 1 ? [MINUTES_PER_HOUR, 'hour'] : [MINUTES_PER_DAY, 'day'];
}

/** `in about 42 min (95 %: 35 min to 53 min)`; empty where the line does not get there within a month. */
export function forecastText({ earliest, latest, minutes }: Forecast): string {
  if (minutes > MOST_MINUTES) {
    return '';
  }
  const interval =
    latest > MOST_MINUTES ? `${spanText(earliest)} at the earliest` : `${spanText(earliest)} to ${spanText(latest)}`;
  return `in about ${spanText(minutes)} (95 %: ${interval})`;
}
