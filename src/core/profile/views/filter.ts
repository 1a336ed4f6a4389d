import type { Steps } from '../../steps';
import { Uint32Column } from '../columns';
import { matches } from './pattern';
import { tagsOf, tagUnitsSteps } from './sampletags';
import { NO_LINE, pickSamples, type StackTable, type Symbols } from './stacktable';
import { tagFilter } from './tagfilter';
import type { StackFilters } from './view';

const FUNCTIONS_PER_STEP = 2048;
const LOCATIONS_PER_STEP = 16384;
const ENTRIES_PER_STEP = 32768;
const SAMPLES_PER_STEP = 1024;

/**
 * What pprof's filters leave of the tables: of this one, and of the base where there is one. Focus and ignore look at whole
 * stacks; then hide and show take lines away, then showFrom, and last come the labels.
 *
 * Patterns are matched once a function. Where a location has several lines (inlined calls) hide, show and showFrom take
 * lines out of it wherever it is, as pprof does.
 */
export function* filterSteps(tables: readonly StackTable[], filters: StackFilters): Steps<readonly StackTable[]> {
  const result: StackTable[] = [];
  for (const table of tables) {
    result.push(yield* filterNamesSteps(table, filters));
  }
  const { tagFocus = '', tagIgnore = '' } = filters;
  if (tagFocus === '' && tagIgnore === '') {
    return result;
  }
  const units = yield* tagUnitsSteps(tables);
  const focus = tagFocus === '' ? undefined : tagFilter(tagFocus, units);
  const ignore = tagIgnore === '' ? undefined : tagFilter(tagIgnore, units);
  for (const [index, table] of result.entries()) {
    result[index] = yield* keepSamplesSteps(table, (sample) => {
      const tags = tagsOf(table, sample, index > 0);
      return (focus?.(tags) ?? true) && !ignore?.(tags);
    });
  }
  return result;
}

function* filterNamesSteps(table: StackTable, filters: StackFilters): Steps<StackTable> {
  const { focus, hide, ignore, show, showFrom } = filters;
  if (!focus && !ignore && !hide && !show && !showFrom) {
    return table;
  }
  const { symbols } = table;
  const find = function* (regexp: RegExp | undefined) {
    return regexp && (yield* findSteps(symbols, regexp));
  };
  const cut = yield* cutLocationsSteps(table, yield* find(hide), yield* find(show), yield* find(showFrom));
  const asked = { focus: yield* find(focus), ignore: yield* find(ignore) };
  // Of a stack without frames pprof says that no frame of it matches, even where nothing was asked for.
  const isPicky = Boolean(focus ?? ignore ?? hide ?? show);
  const stacks = yield* cutStacksSteps(table, cut, isPicky ? asked : undefined);
  const kept = yield* keepSamplesSteps(table, (sample) => stacks.isKept[table.samples.stack[sample] as number] === 1);
  return { ...kept, stacks, locations: cut };
}

/** Where a pattern is found. */
interface Found {
  /** By function. */
  readonly functions: Uint8Array;
  /** By binary. */
  readonly binaries: readonly boolean[];
}

function* findSteps(symbols: Symbols, regexp: RegExp): Steps<Found> {
  const functions = new Uint8Array(symbols.functions);
  for (let index = 0; index < functions.length; index++) {
    const isFound = matches(regexp, symbols.functionName(index)) || matches(regexp, symbols.functionFile(index));
    functions[index] = isFound ? 1 : 0;
    if (index % FUNCTIONS_PER_STEP === FUNCTIONS_PER_STEP - 1) {
      yield;
    }
  }
  return { functions, binaries: symbols.binaries.map((path) => matches(regexp, path)) };
}

function isInBinary({ binaries }: Found, { binaryOf }: Symbols, location: number): boolean {
  return binaries[binaryOf[location] as number] ?? false;
}

function isInLine({ functions }: Found, { functionOf }: Symbols, line: number): boolean {
  return functions[functionOf[line] as number] === 1;
}

type Locations = StackTable['locations'];

interface CutLocations extends Locations {
  /** By location, where showFrom was asked for: whether it matches. */
  readonly isTop: Uint8Array | undefined;
}

function* cutLocationsSteps(
  { locations, symbols }: StackTable,
  hide: Found | undefined,
  show: Found | undefined,
  showFrom: Found | undefined
): Steps<CutLocations> {
  const start = new Uint32Array(locations.length + 1);
  const lines = new Uint32Column(Math.max(1, locations.lines.length));
  const isTop = showFrom && new Uint8Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    if (location % LOCATIONS_PER_STEP === LOCATIONS_PER_STEP - 1) {
      yield;
    }
    let kept = [...locations.lines.subarray(locations.start[location], locations.start[location + 1])];
    if (hide) {
      kept = isInBinary(hide, symbols, location) ? [] : kept.filter((line) => !isInLine(hide, symbols, line));
    }
    if (show) {
      const all = isInBinary(show, symbols, location);
      kept = kept.filter((line) => isShown(show, symbols, line, all));
    }
    if (showFrom && isTop) {
      const isWhole = isInBinary(showFrom, symbols, location);
      const end = isWhole ? kept.length : kept.map((line) => isInLine(showFrom, symbols, line)).lastIndexOf(true) + 1;
      isTop[location] = isWhole || end > 0 ? 1 : 0;
      kept = end > 0 ? kept.slice(0, end) : kept;
    }
    kept.forEach((line) => lines.push(line));
    start[location + 1] = lines.length;
  }
  return { length: locations.length, start, lines: lines.finish(), isTop };
}

/** pprof shows a line whose function it does not know, but no location without a line. */
function isShown(show: Found, symbols: Symbols, line: number, isBinaryShown: boolean): boolean {
  const index = symbols.functionOf[line] as number;
  return index !== NO_LINE && (isBinaryShown || index < 0 || isInLine(show, symbols, line));
}

interface CutStacks {
  readonly length: number;
  readonly start: Uint32Array;
  readonly locations: Uint32Array;
  readonly isKept: Uint8Array;
}

/** @param asked undefined where neither focus, ignore, hide nor show is: then stacks without frames stay. */
function* cutStacksSteps(
  { locations: before, stacks, symbols }: StackTable,
  cut: CutLocations,
  asked: { focus: Found | undefined; ignore: Found | undefined } | undefined
): Steps<CutStacks> {
  const start = new Uint32Array(stacks.length + 1);
  const locations = new Uint32Column(Math.max(1, stacks.locations.length));
  const isKept = new Uint8Array(stacks.length);
  const focused = asked?.focus && matchingLocations(before, symbols, asked.focus);
  const ignored = asked?.ignore && matchingLocations(before, symbols, asked.ignore);
  let left = ENTRIES_PER_STEP;
  for (let row = 0; row < stacks.length; row++) {
    const from = stacks.start[row] as number;
    const to = stacks.start[row + 1] as number;
    let isFocused = asked === undefined || (focused === undefined && from < to);
    let isIgnored = false;
    let top = cut.isTop ? -1 : to - 1;
    for (let at = from; at < to; at++) {
      const location = stacks.locations[at] as number;
      isFocused ||= focused?.[location] === 1;
      isIgnored ||= ignored?.[location] === 1;
      if (cut.isTop?.[location] === 1 && hasLines(cut, location)) {
        top = at;
      }
    }
    const before = locations.length;
    if (isFocused && !isIgnored) {
      for (let at = from; at <= top; at++) {
        const location = stacks.locations[at] as number;
        if (hasLines(cut, location)) {
          locations.push(location);
        }
      }
      isKept[row] = locations.length > before || (asked === undefined && !cut.isTop) ? 1 : 0;
    }
    start[row + 1] = locations.length;
    left -= to - from;
    if (left <= 0) {
      left = ENTRIES_PER_STEP;
      yield;
    }
  }
  return { length: stacks.length, start, locations: locations.finish(), isKept };
}

function hasLines({ start }: Locations, location: number): boolean {
  return (start[location] as number) < (start[location + 1] as number);
}

/** By location: whether one of its lines or its binary matches. */
function matchingLocations({ length, lines, start }: Locations, symbols: Symbols, found: Found): Uint8Array {
  const result = new Uint8Array(length);
  for (let location = 0; location < length; location++) {
    let isFound = isInBinary(found, symbols, location);
    for (let at = start[location] as number; !isFound && at < (start[location + 1] as number); at++) {
      isFound = isInLine(found, symbols, lines[at] as number);
    }
    result[location] = isFound ? 1 : 0;
  }
  return result;
}

/** The table with those samples alone. */
function* keepSamplesSteps(table: StackTable, isKept: (sample: number) => boolean): Steps<StackTable> {
  const { length } = table.samples;
  const kept = new Uint32Array(length);
  let count = 0;
  for (let sample = 0; sample < length; sample++) {
    if (isKept(sample)) {
      kept[count++] = sample;
    }
    if (sample % SAMPLES_PER_STEP === SAMPLES_PER_STEP - 1) {
      yield;
    }
  }
  return { ...table, samples: pickSamples(table.samples, kept.subarray(0, count)) };
}
