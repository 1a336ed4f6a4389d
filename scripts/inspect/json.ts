import type { Granularity } from '../../src/core/profile/frametable';
import { groupStacks } from '../../src/core/profile/grouping';
import { totals } from '../../src/core/profile/sums';
import { FrameNames } from './names';
import type { Subject } from './report';
import { labelRows, stackRows } from './stacks';
import { topRows } from './top';
import type { Value } from './units';

/** A number where a number is exact, else its digits. */
type Exact = number | string;

export interface InspectJson {
  sampleTypes: Array<{ type: string; unit: string }>;
  /** The one that the values below are of. */
  sampleType: string;
  samples: number;
  /** How many there are at the granularity. */
  stacks: number;
  /** By sample type. */
  totals: Exact[];
  top: Array<{ function: string; file: string; line: number; flat: Exact; cum: Exact }>;
  /** Leaf first. */
  stacksTop: Array<{ functions: string[]; value: Exact }>;
  /** Where a label was asked for: its values; null stands for the samples without it. */
  labels?: Array<{ value: string | null; sum: Exact }>;
}

export interface JsonOptions {
  granularity: Granularity;
  isByCum: boolean;
  top: number;
  labelKey: string;
}

export function toJson(subject: Subject, { granularity, isByCum, labelKey, top }: JsonOptions): InspectJson {
  const { profile, type } = subject;
  const names = new FrameNames(profile, granularity);
  const groups = groupStacks(profile, granularity);
  return {
    sampleTypes: profile.sampleTypes.map(({ type, unit }) => ({ type, unit })),
    sampleType: profile.sampleTypes[type]?.type ?? '',
    samples: profile.samples.length,
    stacks: groups.length,
    totals: totals(profile).map(exact),
    top: topRows(subject, names, granularity, isByCum)
      .slice(0, top)
      .map(({ cum, file, flat, function: name, line, name: shown }) => ({
        // A frame without symbols has the name of its binary.
        function: name || (granularity === 'files' ? '' : shown),
        file,
        line,
        flat: exact(flat),
        cum: exact(cum),
      })),
    stacksTop: stackRows(subject, names, groups)
      .slice(0, top)
      .map(({ text, value }) => ({ functions: [...text], value: exact(value) })),
    ...(labelKey === ''
      ? {}
      : {
          labels: labelRows(subject, labelKey)
            .slice(0, top)
            .map(({ value, label }) => ({ value: label ?? null, sum: exact(value) })),
        }),
  };
}

function exact(value: Value): Exact {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
