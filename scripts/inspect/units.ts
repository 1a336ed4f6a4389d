import { scale, twoDigits, type Value } from '../../src/core/profile/views/measure';

/**
 * The unit for a column: that of the smallest value but zero, or of a hundred times that where it is much smaller than
 * the greatest.
 */
export function columnUnit(values: readonly Value[], total: Value, unit: string): string {
  const sizes = values.map(absolute).filter((value) => value > 0);
  const least = sizes.reduce((a, b) => (a < b ? a : b), sizes[0] ?? total);
  const [, leastUnit] = scale(least, unit, 'auto');
  const [, mostUnit] = scale(total, unit, 'auto');
  const isFar = leastUnit !== mostUnit && Number(least) * 100 < Number(total);
  const chosen = isFar ? scale(Number(least) * 100, unit, 'auto')[1] : leastUnit;
  return chosen === '' ? unit : chosen;
}

/** Six characters: `12.34%`, `  100%`. */
export function percentage(value: Value, total: Value): string {
  const ratio = Number(total) === 0 ? 0 : Math.abs(Number(value) / Number(total)) * 100;
  if (ratio >= 99.95 && ratio <= 100.05) {
    return '  100%';
  }
  return `${(ratio >= 1 ? twoDigits(ratio) : twoSignificant(ratio)).padStart(5)}%`;
}

/** As Go's %.2g. */
function twoSignificant(value: number): string {
  if (value === 0) {
    return '0';
  }
  // 60 digits are all that a number of this size has; of two that are equally near Go takes the even one.
  const tie = /^(\d\.[02468])50*(e.*)$/.exec(value.toExponential(60));
  if (tie) {
    return twoSignificant(Number(`${tie[1]}${tie[2]}`));
  }
  const exponent = Number(value.toExponential(1).split('e')[1]);
  if (exponent < -4) {
    const [digits = '', power = ''] = value.toExponential(1).split('e');
    return `${digits.replace(/\.0$/, '')}e-${power.slice(1).padStart(2, '0')}`;
  }
  return String(Number(value.toPrecision(2)));
}

export function absolute(value: Value): Value {
  return value < 0 ? -value : value;
}

/** Sums that stay exact. */
export function add(a: Value, b: Value): Value {
  const sum = typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
  return typeof sum === 'number' && !Number.isSafeInteger(sum) ? BigInt(a) + BigInt(b) : sum;
}

/** Greatest absolute value first. */
export function compareSize(a: Value, b: Value): number {
  const [x, y] = [absolute(a), absolute(b)];
  return x > y ? -1 : x < y ? 1 : 0;
}
