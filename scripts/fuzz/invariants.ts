import { sampleLabels } from '../../src/core/profile/labels';
import { sampleValue, type Profile } from '../../src/core/profile/profile';
import { totals } from '../../src/core/profile/sums';

type Cells = ArrayLike<number>;

/**
 * What must hold of every profile that decodeProfile returns, valid or not: a reader may follow any reference without
 * looking. Written from the words of profile.ts, not from the decoder. Returns the first breach.
 */
export function breachOf(profile: Profile): string | undefined {
  try {
    check(profile);
  } catch (error) {
    if (error instanceof Breach) {
      return error.message;
    }
    throw error;
  }
  return undefined;
}

class Breach extends Error {}

function demand(holds: boolean, what: () => string): asserts holds {
  if (!holds) {
    throw new Breach(what());
  }
}

function check(profile: Profile): void {
  const { functions, lines, locations, mappings, samples, stacks, strings } = profile;
  const lineCount = lines.function.length;

  cells('samples', samples.length, { stack: samples.stack, labelFrom: samples.labelFrom, end: samples.end });
  starts('samples.valueStart', samples.valueStart, samples.length, samples.values.length);
  labelRanges(profile);
  references('samples.stack', samples.stack, 0, stacks.length);
  numbers('samples.values', samples.values, samples.exactValues);

  stackRows(profile);

  const { addressHi, addressLo, idHi, idLo, lineStart, mapping } = locations;
  cells('locations', locations.length, { idLo, idHi, addressLo, addressHi, mapping });
  starts('locations.lineStart', lineStart, locations.length, lineCount);
  references('locations.mapping', mapping, -1, mappings.length);
  lineCounts(locations);

  cells('lines', lineCount, { line: lines.line });
  references('lines.function', lines.function, -1, functions.length);
  numbers('lines.line', lines.line, new Map());

  const { filename, idHi: functionHi, idLo: functionLo, name, startLine } = functions;
  cells('functions', functions.length, { functionLo, functionHi, name, filename, startLine });
  Object.entries({ name, filename }).forEach(([what, column]) =>
    references(`functions.${what}`, column, 0, strings.length)
  );
  numbers('functions.startLine', startLine, new Map());
  sameRows(profile);
  readable(profile);
}

function cells(what: string, length: number, columns: Record<string, Cells>): void {
  demand(Number.isSafeInteger(length) && length >= 0, () => `${what}.length is ${length}`);
  for (const [name, column] of Object.entries(columns)) {
    demand(column.length === length, () => `${what}.${name} has ${column.length} cells, ${what} ${length} rows`);
  }
}

/** A `...Start` column: from 0, ascending, one cell more than rows, and its last cell covers all of what it points to. */
function starts(what: string, column: Cells, rows: number, end: number): void {
  demand(column.length === rows + 1, () => `${what} has ${column.length} cells for ${rows} rows`);
  demand(column[0] === 0, () => `${what}[0] is ${column[0]}`);
  demand(column[rows] === end, () => `${what} ends at ${column[rows]}, what it points to at ${end}`);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [column[row] as number, column[row + 1] as number];
    demand(from <= to, () => `${what}[${row}] is ${from}, and the next ${to}`);
  }
}

function lineCounts({ fewestLines, length, lineStart, mostLines }: Profile['locations']): void {
  const counts = Array.from({ length }, (_, row) => (lineStart[row + 1] as number) - (lineStart[row] as number));
  const fewest = counts.reduce((least, count) => Math.min(least, count), counts[0] ?? 0);
  const most = counts.reduce((greatest, count) => Math.max(greatest, count), 0);
  demand(fewestLines === fewest, () => `locations.fewestLines is ${fewestLines}, one has ${fewest}`);
  demand(mostLines === most, () => `locations.mostLines is ${mostLines}, one has ${most}`);
}

/** However a stack is read, it gives the same rows of locations, and all stacks as many as they say. */
function stackRows({ locations, stacks }: Profile): void {
  const read = new Uint32Array(stacks.deepest);
  let count = 0;
  let deepest = 0;
  for (let row = 0; row < stacks.length; row++) {
    const rows = stacks.locationsOf(row);
    references(`stacks.locationsOf(${row})`, rows, 0, locations.length);
    count += rows.length;
    deepest = Math.max(deepest, rows.length);
    demand(deepest <= stacks.deepest, () => `stacks.deepest is ${stacks.deepest}, stack ${row} has ${deepest}`);
    const length = stacks.read(row, read);
    const isSame = length === rows.length && rows.every((location, i) => location === read[i]);
    demand(isSame, () => `stacks.read(${row}) is ${read.subarray(0, length).join()}, not ${rows.join()}`);
    demand(
      stacks.leaves[row] === (rows[0] ?? -1),
      () => `stacks.leaves[${row}] is ${stacks.leaves[row]}, not ${rows[0]}`
    );
  }
  demand(deepest === stacks.deepest, () => `stacks.deepest is ${stacks.deepest}, the deepest has ${deepest}`);
  demand(count === stacks.locationCount, () => `stacks.locationCount is ${stacks.locationCount}, they have ${count}`);
}

/** By the bytes of names and files, for U+FFFD stands for many; each string is looked at once. */
function sameRows({ bytes, functions, lines, strings }: Profile): void {
  const numbers = new Map<string, number>();
  const known = new Map<number, number>();
  const numberOf = (index: number): number => {
    const text = () => Buffer.from(bytes.subarray(strings.start(index), strings.end(index))).toString('latin1');
    const number = known.get(index) ?? numbered(numbers, text());
    known.set(index, number);
    return number;
  };
  const names = Array.from(functions.name, numberOf);
  const files = Array.from(functions.filename, numberOf);
  firstRows('functions.sameName', functions.sameName, names);
  firstRows('functions.sameFile', functions.sameFile, files);
  const places = Array.from(lines.function, (row, line) => `${names[row]} ${files[row]} ${lines.line[line]}`);
  firstRows('lines.same', lines.same, places);
  firstRows(
    'lines.sameName',
    lines.sameName,
    Array.from(lines.function, (row) => names[row] ?? 'none')
  );
}

function numbered(numbers: Map<string, number>, text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}

function firstRows(what: string, column: Cells, texts: ReadonlyArray<string | number>): void {
  const first = new Map<string | number, number>();
  demand(column.length === texts.length, () => `${what} has ${column.length} cells for ${texts.length} rows`);
  texts.forEach((text, row) => {
    const expected = first.get(text) ?? row;
    first.set(text, expected);
    demand(column[row] === expected, () => `${what}[${row}] is ${column[row]}, the first is ${expected}`);
  });
}

/** Offsets of labels in the profile's bytes: within them, and samples one after the other. */
function labelRanges({ bytes, samples }: Profile): void {
  for (let sample = 0; sample < samples.length; sample++) {
    const [from, end] = [samples.labelFrom[sample] as number, samples.end[sample] as number];
    const before = sample === 0 ? 0 : (samples.end[sample - 1] as number);
    demand(before <= from && from <= end && end <= bytes.length, () => `labels of sample ${sample}: [${from}, ${end})`);
  }
}

function references(what: string, column: Cells, from: number, below: number): void {
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    demand(value >= from && value < below, () => `${what}[${row}] is ${value}, not in [${from}, ${below})`);
  }
}

/** Integers that a number holds exactly, or that `exact` has; and `exact` has none but those. */
function numbers(what: string, column: Cells, exact: ReadonlyMap<number, bigint>): void {
  const limit = 2 ** 53;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    demand(Number.isInteger(value), () => `${what}[${row}] is ${value}`);
    const big = exact.size > 0 ? exact.get(row) : undefined;
    demand(big !== undefined || Math.abs(value) <= limit, () => `${what}[${row}] is ${value} and has no exact value`);
    demand(big === undefined || Number(big) === value, () => `${what}[${row}] is ${value}, exactly ${big}`);
  }
  for (const row of exact.keys()) {
    demand(row >= 0 && row < column.length, () => `${what} has an exact value for row ${row} of ${column.length}`);
  }
}

/** Everything that is read through functions, as the panels and tools read it. */
function readable(profile: Profile): void {
  const { samples, strings } = profile;
  for (let index = 0; index < strings.length; index++) {
    demand(typeof strings.get(index) === 'string', () => `string ${index} is none`);
  }
  const sums = profile.sampleTypes.map(() => 0n);
  for (let sample = 0; sample < samples.length; sample++) {
    for (const { key, num, str } of sampleLabels(profile, sample)) {
      demand(typeof key === 'string', () => `a label of sample ${sample} has the key ${key}`);
      demand((num === undefined) !== (str === undefined), () => `label ${key} is ${num} and ${str}`);
    }
    sums.forEach((sum, type) => {
      sums[type] = sum + (sampleValue(profile, sample, type) ?? 0n);
    });
  }
  totals(profile).forEach((total, type) => {
    demand(total === sums[type], () => `the total of type ${type} is ${total}, its samples add up to ${sums[type]}`);
  });
}
