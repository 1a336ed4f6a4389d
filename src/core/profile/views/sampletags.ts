import type { Steps } from '../../steps';
import type { Label } from '../labels';
import { label as valueText } from './measure';
import { byText } from '../../sort';
import type { StackTable } from './stacktable';

/** What samples say under their keys, as pprof keeps it: text and numbers apart, each key's values in order. */
export interface Tags {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly numbers: ReadonlyMap<string, ReadonlyArray<number | bigint>>;
}

/** By key of numeric labels. */
export type TagUnits = ReadonlyMap<string, string>;

/** What marks the base's samples in a difference, as in pprof. */
const BASE_LABEL: Label = { key: 'pprof::base', str: 'true' };

export function tagsOf(table: StackTable, sample: number, isBase: boolean): Tags {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, Array<number | bigint>>();
  const labels = table.symbols.labels(table.samples.row[sample] as number);
  for (const label of isBase ? [...labels, BASE_LABEL] : labels) {
    if (label.str !== undefined) {
      texts.set(label.key, [...(texts.get(label.key) ?? []), label.str]);
    } else if (label.num || label.numUnit) {
      numbers.set(label.key, [...(numbers.get(label.key) ?? []), label.num ?? 0]);
    }
  }
  return { texts, numbers };
}

const SAMPLES_PER_STEP = 1024;

/** The unit of the first value that has one; else what the key says. */
export function* tagUnitsSteps(tables: readonly StackTable[]): Steps<TagUnits> {
  const units = new Map<string, string>();
  for (const { samples, symbols } of tables) {
    for (let sample = 0; sample < samples.length; sample++) {
      for (const { key, num, numUnit } of symbols.labels(samples.row[sample] as number)) {
        if (num !== undefined && !units.get(key)) {
          units.set(key, numUnit ?? '');
        }
      }
      if (sample % SAMPLES_PER_STEP === SAMPLES_PER_STEP - 1) {
        yield;
      }
    }
  }
  for (const [key, unit] of units) {
    units.set(key, unit || (key === 'alignment' || key === 'request' ? 'bytes' : key));
  }
  return units;
}

/** `bytes: 16kB`, as TraceEntry has them: text first, then numbers, each in the order of the lines that pprof prints. */
export function traceLabels({ numbers, texts }: Tags, units: TagUnits): string[] {
  const printed = (key: string, values: readonly string[]) => ({
    line: `${key.padStart(10)}:  ${values.join(' ')}`,
    label: `${key}: ${values.join(' ')}`,
  });
  const ofTexts = [...texts].map(([key, values]) => printed(key, values));
  const ofNumbers = [...numbers].map(([key, values]) =>
    printed(
      key,
      values.map((value) => valueText(value, units.get(key) ?? key))
    )
  );
  return [ofTexts, ofNumbers].flatMap((of) => of.sort((a, b) => byText(a.line, b.line)).map(({ label }) => label));
}
