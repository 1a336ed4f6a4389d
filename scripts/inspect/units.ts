/**
 * Values as pprof writes them (github.com/google/pprof/internal/measurement/measurement.go), so that a number found with
 * one tool is found with the other.
 */
export type Value = number | bigint;

interface UnitKind {
  /** What a value is in that is below all units. */
  fallback: readonly [name: string, factor: number];
  units: ReadonlyArray<readonly [name: string, aliases: readonly string[], factor: number]>;
}

const KINDS: readonly UnitKind[] = [
  {
    fallback: ['B', 1],
    units: [
      ['B', ['b', 'byte'], 1],
      ['kB', ['kb', 'kbyte', 'kilobyte'], 2 ** 10],
      ['MB', ['mb', 'mbyte', 'megabyte'], 2 ** 20],
      ['GB', ['gb', 'gbyte', 'gigabyte'], 2 ** 30],
      ['TB', ['tb', 'tbyte', 'terabyte'], 2 ** 40],
      ['PB', ['pb', 'pbyte', 'petabyte'], 2 ** 50],
    ],
  },
  {
    fallback: ['s', 1e9],
    units: [
      ['ns', ['ns', 'nanosecond'], 1],
      ['us', ['μs', 'us', 'microsecond'], 1e3],
      ['ms', ['ms', 'millisecond'], 1e6],
      ['s', ['s', 'sec', 'second'], 1e9],
      ['hrs', ['hour', 'hr'], 3.6e12],
    ],
  },
];

/** The value in a unit, and the unit's name, empty where it goes without saying. `auto` takes the one that fits best. */
export function scale(value: Value, unit: string, to: string): [scaled: number, unit: string] {
  if (value < 0) {
    const [scaled, name] = scale(-value, unit, to);
    return [-scaled, name];
  }
  const plain = Number(value);
  for (const kind of KINDS) {
    const from = findUnit(kind, unit);
    if (from) {
      const base = plain * from[2];
      const fitting = kind.units.filter(([, , factor]) => base / factor >= 1).at(-1);
      const target = to === 'auto' ? fitting : findUnit(kind, to);
      const [name, factor] = target ? [target[0], target[2]] : kind.fallback;
      return [base / factor, name];
    }
  }
  return [plain, ['count', 'sample', 'unit', 'auto'].includes(to) ? '' : to];
}

function findUnit({ units }: UnitKind, name: string) {
  const lower = name.toLowerCase();
  const singular = lower.length > 2 ? lower.replace(/s$/, '') : lower;
  return units.find(([, aliases]) => aliases.includes(singular));
}

/** `2.50MB`; a count has no unit. */
export function label(value: Value, unit: string, to = 'auto'): string {
  const [scaled, name] = scale(value, unit, to);
  const text = twoDigits(scaled).replace(/\.00$/, '');
  return text === '0' || text === '-0' ? '0' : text + name;
}

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

/** As Go's %.2f: a tie goes to the even digit, where toFixed takes the greater. Ties are common: 640 B are 0.625 kB. */
function twoDigits(value: number): string {
  // The only ties that a binary number holds exactly are .125, .375, .625 and .875.
  const eighths = Math.abs(value) * 8;
  const isDown = Number.isInteger(eighths) && eighths % 4 === 1;
  return (isDown ? value - Math.sign(value) * 0.005 : value).toFixed(2);
}

/** As Go's %.2g. */
function twoSignificant(value: number): string {
  if (value === 0) {
    return '0';
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
