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

/** As Go's %.2f: a tie goes to the even digit, where toFixed takes the greater. Ties are common: 640 B are 0.625 kB. */
export function twoDigits(value: number): string {
  // The only ties that a binary number holds exactly are .125, .375, .625 and .875.
  const eighths = Math.abs(value) * 8;
  const isDown = Number.isInteger(eighths) && eighths % 4 === 1;
  return (isDown ? value - Math.sign(value) * 0.005 : value).toFixed(2);
}
