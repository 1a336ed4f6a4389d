import type { MomentChoice } from '../../core/deploys/moment';
import type { DumpOptions } from '../../core/dump/dumpAnswer';
import { GRANULARITIES } from '../../core/profile/frametable';
import { HEAP_VALUES, type HeapValues } from '../../core/profile/heap';
import { pattern } from '../../core/profile/views/pattern';
import type { ViewOptions } from '../../core/profile/views/view';
import { DUMP_VIEWS, PROFILE_KINDS, PROFILE_VIEWS, type ProfileKind } from '../../frames';
import { DEFAULT_DUMP, DEFAULT_PROFILE, type DumpQuery, type ProfileQuery } from '../types';
import { momentOf, number, oneOf, QueryError, regex } from './check';

/** What a moment of a profile query names: in the history, or a file that was chosen. */
export type NamedMoment = { readonly history: MomentChoice } | { readonly file: string };

export interface CheckedProfile {
  readonly kind: ProfileKind;
  readonly sampleType: string | undefined;
  readonly values: HeapValues;
  readonly moment: NamedMoment;
  readonly base: NamedMoment | undefined;
  readonly view: ViewOptions;
}

const ORDERS = ['flat', 'cum'] as const;
const FILE = 'file:';
/** The node that a flame graph has at most: more than a screen can show, and few enough to draw at once. */
const MOST_FLAMES = 5_000;

/** @throws QueryError */
export function checkProfile(query: ProfileQuery): CheckedProfile {
  const view = oneOf('View', query.view || DEFAULT_PROFILE.view, PROFILE_VIEWS);
  const peek = view === 'peek' ? regexOfPprof('Function', query.peek) : undefined;
  if (view === 'peek' && !peek) {
    throw new QueryError('Peek shows the callers and callees of functions: say which, as a regular expression.');
  }
  return {
    kind: oneOf('Profile', query.profile || DEFAULT_PROFILE.profile, PROFILE_KINDS),
    sampleType: sampleTypeOf(query.sampleType),
    values: oneOf('Values', query.values || DEFAULT_PROFILE.values, HEAP_VALUES),
    moment: moment(query.moment) ?? { history: 'end' },
    base: moment(query.base),
    view: {
      view,
      granularity: oneOf('Granularity', query.granularity || DEFAULT_PROFILE.granularity, GRANULARITIES),
      order: oneOf('Order', query.order || DEFAULT_PROFILE.order, ORDERS),
      top: view === 'flamegraph' ? MOST_FLAMES : rows(query.top ?? DEFAULT_PROFILE.top),
      ...(peek ? { peek } : {}),
      filter: {
        focus: regexOfPprof('Focus', query.focus),
        ignore: regexOfPprof('Ignore', query.ignore),
        hide: regexOfPprof('Hide', query.hideFrames),
        show: regexOfPprof('Show', query.showFrames),
        showFrom: regexOfPprof('Show from', query.showFrom),
        tagFocus: query.tagFocus?.trim() || undefined,
        tagIgnore: query.tagIgnore?.trim() || undefined,
      },
    },
  };
}

/** @throws QueryError */
export function checkDump(query: DumpQuery): DumpOptions {
  return {
    view: oneOf('View', query.view || DEFAULT_DUMP.view, DUMP_VIEWS),
    top: rows(query.top ?? DEFAULT_DUMP.top),
    state: regex('State', query.state),
    focus: regex('Focus', query.focus),
    creator: regex('Created by', query.creator),
    minMinutes: number('Minutes', query.minMinutes, { least: 0 }),
  };
}

/** Empty and `default`: the profile's own. */
function sampleTypeOf(text: string | undefined): string | undefined {
  const chosen = text?.trim() ?? '';
  return chosen === '' || chosen === 'default' ? undefined : chosen;
}

/** Empty and `none`: not said. */
function moment(text: string | undefined): NamedMoment | undefined {
  const chosen = text?.trim() ?? '';
  if (chosen === '' || chosen === 'none') {
    return undefined;
  }
  if (chosen === 'start' || chosen === 'end') {
    return { history: chosen };
  }
  if (chosen.startsWith(FILE)) {
    return { file: chosen.slice(FILE.length) };
  }
  const atMs = momentOf(chosen);
  return { history: atMs === undefined ? { deploy: chosen } : { atMs } };
}

function rows(top: number | string): number {
  const count = Number(top);
  if (!Number.isInteger(count) || count < 1) {
    throw new QueryError(`“Top” is “${top}”. It takes a whole number from 1 up.`);
  }
  return count;
}

/** As pprof writes them, which begins with `(?i)` where case does not matter. */
function regexOfPprof(label: string, text: string | undefined): RegExp | undefined {
  if (!text) {
    return undefined;
  }
  try {
    return pattern(text);
  } catch (error) {
    throw new QueryError(`“${label}” is not a regular expression: ${(error as Error).message}.`);
  }
}
