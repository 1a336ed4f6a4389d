import { totals } from '../../src/core/profile/sums';
import type { Value } from '../../src/core/profile/views/measure';
import type { CallEdge, NamedFrame, TopEntry } from '../../src/core/profile/views/view';
import { labelRows, stackRows } from './stacks';
import { viewOf, type Subject } from './subject';

/** A number where a number is exact, else its digits. */
type Exact = number | string;

interface JsonFrame {
  function: string;
  file: string;
  line: number;
}

interface JsonTop extends JsonFrame {
  flat: number;
  cum: number;
}

interface JsonCall extends JsonFrame {
  value: number;
  isInlined: boolean;
}

export interface InspectJson {
  sampleTypes: Array<{ type: string; unit: string }>;
  /** The one that the values below are of. */
  sampleType: string;
  samples: number;
  /** How many there are at the granularity. */
  stacks: number;
  /** By sample type, before filters. */
  totals: Exact[];
  /** With a base: its totals, by the sample types of the base. All values below are then this one's less the base's. */
  base?: { sampleTypes: Array<{ type: string; unit: string }>; samples: number; totals: Exact[] };
  /** What shares are of, and what filters left of it. */
  total: number;
  sum: number;
  top: JsonTop[];
  /** Leaf first. */
  stacksTop: Array<{ functions: string[]; value: number }>;
  /** Where a label was asked for: its values; null stands for the samples without it. */
  labels?: Array<{ value: string | null; sum: Exact }>;
  /** View `traces`: leaf first. */
  traces?: Array<{ functions: string[]; value: number; labels: string[] }>;
  /** Views `peek` and `tree`. */
  tree?: Array<JsonTop & { callers: JsonCall[]; callees: JsonCall[] }>;
}

export function toJson(subject: Subject): InspectJson {
  const { base, options, profile } = subject;
  const answer = viewOf(subject, 'top', options.top);
  const stacks = stackRows(subject);
  return {
    sampleTypes: profile.sampleTypes.map(({ type, unit }) => ({ type, unit })),
    sampleType: subject.sampleType.type,
    samples: profile.samples.length,
    stacks: stacks.count,
    totals: totals(profile).map(exact),
    ...(base && {
      base: {
        sampleTypes: base.sampleTypes.map(({ type, unit }) => ({ type, unit })),
        samples: base.samples.length,
        totals: totals(base).map(exact),
      },
    }),
    total: answer.total,
    sum: answer.sum,
    top: answer.rows.map(topOf),
    stacksTop: stacks.rows
      .slice(0, options.top)
      .map(({ text, value }) => ({ functions: [...text], value: Number(value) })),
    ...viewJson(subject),
  };
}

/** What the view shows beyond top and stacks. */
function viewJson(subject: Subject): Pick<InspectJson, 'labels' | 'traces' | 'tree'> {
  const { labelKey, top, view } = subject.options;
  switch (view) {
    case 'labels':
      return {
        labels: labelRows(subject, labelKey)
          .rows.slice(0, top)
          .map(({ label, value }) => ({ value: label ?? null, sum: exact(value) })),
      };
    case 'traces':
      return {
        traces: viewOf(subject, view, top).rows.map(({ frames, labels, value }) => ({
          functions: frames.map(({ name }) => name),
          value,
          labels: [...labels],
        })),
      };
    case 'peek':
    case 'tree':
      return {
        tree: viewOf(subject, view, top).rows.map((row) => ({
          ...topOf(row),
          callers: row.callers.map(callOf),
          callees: row.callees.map(callOf),
        })),
      };
    default:
      return {};
  }
}

function frameOf({ file, function: name, line }: NamedFrame): JsonFrame {
  return { function: name, file, line };
}

function topOf(row: TopEntry): JsonTop {
  return { ...frameOf(row), flat: row.flat, cum: row.cum };
}

function callOf({ frame, isInlined, value }: CallEdge): JsonCall {
  return { ...frameOf(frame), value, isInlined };
}

function exact(value: Value): Exact {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
