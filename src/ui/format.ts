import { dateTimeFormat, getDisplayProcessor, getValueFormat, type Field, type GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';

/** Narrow and not breaking: the space before a unit. */
export const THIN = '\u202f';
const MINUS = '\u2212';

export type Figure = (value: number) => string;

/**
 * Writes values of a field as its field config wants it (unit, decimals). Without decimals set: one below ten, none
 * above, because what follows is noise beside a figure that moves by itself.
 */
export function figureOf(field: Field, theme: GrafanaTheme2, fallbackUnit: string): Figure {
  const configured = field.config.unit !== undefined && field.display !== undefined;
  const display = configured
    ? field.display!
    : getDisplayProcessor({ field: { ...field, config: { unit: fallbackUnit, ...field.config } }, theme });
  const fixed = field.config.decimals != null;
  return (value) => {
    let shown = display(value, fixed ? undefined : 1);
    if (!fixed && Math.abs(Number(shown.text)) >= 10) {
      shown = display(value, 0);
    }
    return typeset(`${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}`);
  };
}

/** Axis labels keep what tells two ticks apart: up to two decimals, none that are zero. */
export function tickFigureOf(field: Field, theme: GrafanaTheme2, fallbackUnit: string): Figure {
  const config = { unit: fallbackUnit, ...field.config, decimals: undefined };
  const display = getDisplayProcessor({ field: { ...field, config }, theme });
  return (value) => {
    const shown = display(value, 2);
    return value === 0 ? '0' : typeset(`${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}`);
  };
}

export function signed(figure: Figure, value: number): string {
  if (value === 0) {
    return '±0';
  }
  return `${value > 0 ? '+' : MINUS}${figure(Math.abs(value))}`;
}

export function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  if (share !== 0 && Math.abs(share) < 1) {
    return `<1${THIN}%`;
  }
  return typeset(`${Math.round(share)} %`);
}

/** Whole numbers as the reader's locale groups them: 2,340 or 2.340. */
export function count(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value).replace('-', MINUS);
}

/** With exactly so many decimals: a figure beside others like it, where 0.0 says how well it is known. */
export function fixed(value: number, decimals: number, locale?: string): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const text = new Intl.NumberFormat(locale, digits).format(value);
  return text.replace(/^-(?=[0.,]*$)/, '').replace('-', MINUS);
}

/** For a small place: 2.3 k. Exact below a thousand. */
export function shortCount(value: number, locale?: string): string {
  const steps: Array<[number, string]> = [
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  for (const [size, suffix] of steps) {
    if (Math.abs(value) >= size) {
      const scaled = value / size;
      const digits = Math.abs(scaled) < 100 ? 1 : 0;
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(scaled)}${THIN}${suffix}`;
    }
  }
  return count(value, locale);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds below two minutes, minutes below two hours, hours below two days; a decimal below ten only. */
export function duration(ms: number): string {
  if (ms < 999.5) {
    return `${Math.round(ms)}${THIN}ms`;
  }
  if (ms < 119_500) {
    return `${trim(ms / 1000)}${THIN}s`;
  }
  if (ms < 119.5 * MINUTE) {
    return `${trim(ms / MINUTE)}${THIN}min`;
  }
  return ms < 47.5 * HOUR ? `${trim(ms / HOUR)}${THIN}h` : `${trim(ms / DAY)}${THIN}days`;
}

/** Bytes on the wire, in powers of ten. */
export function wireBytes(bytes: number): string {
  const shown = getValueFormat('decbytes')(bytes, bytes < 10_000 && bytes >= 1000 ? 1 : 0);
  return typeset(`${shown.text.replace(/\.0$/, '')}${shown.suffix ?? ''}`);
}

/** Bytes of memory, in powers of 1024: one decimal below ten. */
export function memory(value: number): string {
  const format = getValueFormat('bytes');
  const rounded = format(value, 1);
  const shown = Math.abs(Number(rounded.text)) >= 10 || value < 1024 ? format(value, 0) : rounded;
  return typeset(`${shown.text.replace(/\.0$/, '')}${shown.suffix ?? ''}`);
}

/** A moment within a window: the date only where the window spans more than a day. */
export function clock(time: number, timeZone: TimeZone, windowMs: number): string {
  const format = windowMs > 24 * 3_600_000 ? 'MM-DD HH:mm' : windowMs > 6 * 3_600_000 ? 'HH:mm' : 'HH:mm:ss';
  return dateTimeFormat(time, { timeZone, format });
}

/** A moment that is known to the minute at best; the date as in `clock`. */
export function minuteClock(time: number, timeZone: TimeZone, windowMs: number): string {
  return dateTimeFormat(time, { timeZone, format: windowMs > 24 * 3_600_000 ? 'MM-DD HH:mm' : 'HH:mm' });
}

function typeset(text: string): string {
  return text.replace(/^-/, MINUS).replace(/\s+(?=\S+$)/, THIN);
}

function trim(value: number): string {
  return value < 9.95 ? String(Math.round(value * 10) / 10) : value.toFixed(0);
}
