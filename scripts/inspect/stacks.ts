import type { StackGroups } from '../../src/core/profile/grouping';
import { labelGroups } from '../../src/core/profile/labels';
import { sampleSums, stackSums, sumAt } from '../../src/core/profile/sums';
import { Problem } from '../cli/problem';
import { labelKeys } from './labels';
import type { FrameNames } from './names';
import type { Row, Subject } from './report';
import { byText } from './top';
import { compareSize } from './units';

/** The stacks that are one at the granularity, added up, greatest first; those of value 0 left out. */
export function stackRows({ profile, type }: Subject, names: FrameNames, groups: StackGroups): Row[] {
  const sums = stackSums(profile, groups, type);
  return [...groups.representative]
    .map((row, group): Row => ({
      value: sumAt(sums, group),
      // Made when looked at: most rows are not shown.
      get text() {
        const frames = names.ofStack(row);
        return frames.length > 0 ? frames : ['(empty stack)'];
      },
    }))
    .filter(({ value }) => value !== 0)
    .sort((a, b) => compareSize(a.value, b.value));
}

export interface LabelRow extends Row {
  /** Undefined for the samples without the label. */
  label: string | undefined;
}

/** The samples added up by what they say under a label key. Throws Problem where none has it. */
export function labelRows({ profile, type }: Subject, key: string): LabelRow[] {
  const { groupOf, values } = labelGroups(profile, key);
  if (values.every((value) => value === undefined)) {
    const keys = labelKeys(profile);
    throw new Problem(
      `no sample has the label ${JSON.stringify(key)}: ${keys.length > 0 ? `there is ${keys.join(', ')}` : 'they have no labels'}`
    );
  }
  const sums = sampleSums(profile, type, groupOf, values.length);
  return values
    .map((label, group): LabelRow => ({ value: sumAt(sums, group), text: [label ?? '(no such label)'], label }))
    .sort((a, b) => compareSize(a.value, b.value) || byText(a.text[0] as string, b.text[0] as string));
}
