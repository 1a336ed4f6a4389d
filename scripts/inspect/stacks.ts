import { labelGroups, sampleLabels } from '../../src/core/profile/labels';
import type { Profile } from '../../src/core/profile/profile';
import { sampleSums, sumAt } from '../../src/core/profile/sums';
import type { Granularity } from '../../src/core/profile/frametable';
import type { Value } from '../../src/core/profile/views/measure';
import { byText } from '../../src/core/sort';
import type { StackTable } from '../../src/core/profile/views/stacktable';
import { Problem } from '../cli/problem';
import type { Row, Rows } from './report';
import { filteredTables, viewOf, type Subject } from './subject';
import { absolute, add, compareSize } from './units';

export interface StackRows extends Rows {
  /** How many different stacks there are, those of value 0 counted in. */
  count: number;
}

/** The stacks that are one at the granularity, added up, greatest first; those of value 0 left out. */
export function stackRows(subject: Subject): StackRows {
  const sums = new Map<string, { value: number; text: readonly string[] }>();
  for (const [index, table] of filteredTables(subject).entries()) {
    const names = stackNames(table, subject.options.granularity);
    for (let sample = 0; sample < table.samples.length; sample++) {
      const text = names(table.samples.stack[sample] as number);
      const key = text.join('\n');
      const value = (index === 0 ? 1 : -1) * (table.samples.values[sample] as number);
      const known = sums.get(key);
      sums.set(key, { text, value: value + (known?.value ?? 0) });
    }
  }
  const rows = [...sums.values()].filter(({ value }) => value !== 0);
  return {
    rows: rows.sort((a, b) => compareSize(a.value, b.value)),
    total: viewOf(subject, 'top').total,
    count: sums.size,
  };
}

/** The names of a stack's frames by its row, leaf first. */
function stackNames({ locations, stacks, symbols }: StackTable, granularity: Granularity) {
  const numbers = symbols.frames(granularity);
  const known: string[][] = [];
  return (row: number): readonly string[] => (known[row] ??= namesOf(row));

  function namesOf(row: number): string[] {
    const names: string[] = [];
    for (const location of stacks.locations.subarray(stacks.start[row], stacks.start[row + 1])) {
      for (const line of locations.lines.subarray(locations.start[location], locations.start[location + 1])) {
        names.push(numbers.frame(numbers.ids[line] as number).name);
      }
    }
    return names.length > 0 ? names : ['(empty stack)'];
  }
}

export interface LabelRow extends Row {
  /** Undefined for the samples without the label. */
  label: string | undefined;
}

/** The samples added up by what they say under a label key. Throws Problem where none has it. */
export function labelRows({ profile, type }: Subject, key: string): Rows<LabelRow> {
  const { groupOf, values } = labelGroups(profile, key);
  if (values.every((value) => value === undefined)) {
    const keys = labelKeys(profile);
    throw new Problem(
      `no sample has the label ${JSON.stringify(key)}: ${keys.length > 0 ? `there is ${keys.join(', ')}` : 'they have no labels'}`
    );
  }
  const sums = sampleSums(profile, type, groupOf, values.length);
  const rows = values
    .map((label, group): LabelRow => ({ value: sumAt(sums, group), text: [label ?? '(no such label)'], label }))
    .sort((a, b) => compareSize(a.value, b.value) || byText(a.text[0] as string, b.text[0] as string));
  return { rows, total: absoluteTotal(profile, type) };
}

/** The label keys that the samples have, in order. */
function labelKeys(profile: Profile): string[] {
  const keys = new Set<string>();
  for (let sample = 0; sample < profile.samples.length; sample++) {
    sampleLabels(profile, sample).forEach(({ key }) => keys.add(key));
  }
  return [...keys].sort();
}

function absoluteTotal({ samples }: Profile, type: number): Value {
  const { exactValues, length, valueStart, values } = samples;
  let sum: Value = 0;
  for (let sample = 0; sample < length; sample++) {
    const at = (valueStart[sample] as number) + type;
    sum = add(sum, absolute(exactValues.get(at) ?? (values[at] as number)));
  }
  return sum;
}
