import { MappingType, type DataFrame, type Field, type ValueMapping } from '@grafana/data';
import type { DumpAnswer } from '../core/dump/dumpAnswer';
import { namedBy, type RangeFacts } from '../core/history/answers';
import type { Frame } from '../core/profile/stack';
import {
  DUMP_FIELDS,
  type Creator,
  type DumpMeta,
  type DumpOffer,
  type DumpStackRow,
  type DumpView,
  type GoroutineRow,
  type WaitRange,
} from './contract';
import { probeMeta, type ProbeFacts } from './probe';
import { nameOf, placeOf, stackText } from './profile';
import { sourceUrl } from './source';
import { fieldsOf, HIDDEN, LINKED, NAME, narrow, NUMBER, STACK, TEXT, wide, type Column } from './table';

export interface DumpFrameInput {
  range: RangeFacts;
  /** undefined before a dump was taken, and where it was refused. */
  answer: DumpAnswer | undefined;
  takenMs: number | null;
  offer: DumpOffer;
}

/** Goroutines one by one, by stack, or by how long they wait: a table. meta.custom: DumpMeta. */
export function dumpFrame(
  { answer, offer, range, takenMs }: DumpFrameInput,
  facts: ProbeFacts,
  { refId, view, why }: { refId: string; view: DumpView; why?: string }
): DataFrame {
  const probe = probeMeta(range, facts);
  const custom: DumpMeta = {
    version: 1,
    kind: 'dump',
    probe,
    restarts: [],
    view,
    takenMs,
    answer: answer ? withoutGoroutines(answer) : null,
    offer,
  };
  const said = [why, ...(answer?.caveats ?? [])].filter((text) => text !== undefined);
  const fields = answer ? fieldsOfView(view, answer, (frame) => sourceUrl(frame, probe.source) ?? '') : [];
  return {
    refId,
    name: `dump ${view}`,
    meta: {
      custom,
      notices: said.map((text) => ({ severity: 'info', text })),
      preferredVisualisationType: 'table',
    },
    fields,
    length: fields[0]?.values.length ?? 0,
  };
}

/** Panels draw stacks and waits; the rows of a hundred goroutines are for the table alone. */
function withoutGoroutines({ caveats, matched, stacks, total, waits }: DumpAnswer): DumpMeta['answer'] {
  return { caveats, matched, stacks, total, waits };
}

type UrlOf = (frame: Frame) => string;

function fieldsOfView(view: DumpView, answer: DumpAnswer, urlOf: UrlOf): Field[] {
  switch (view) {
    case 'goroutines':
      return fieldsOf(DUMP_FIELDS.goroutines, goroutineColumns(urlOf), answer.goroutines);
    case 'stacks':
      return fieldsOf(DUMP_FIELDS.stacks, stackColumns(urlOf), answer.stacks);
    case 'waits':
      return fieldsOf(DUMP_FIELDS.waits, WAIT_COLUMNS, answer.waits);
  }
}

type Columns<View extends DumpView, Row> = Readonly<Record<(typeof DUMP_FIELDS)[View][number]['name'], Column<Row>>>;

/** A dump tells whole minutes, rounded down, and nothing of the first one. */
const UNDER_A_MINUTE: ValueMapping = {
  type: MappingType.ValueToText,
  options: { 0: { text: 'under 1 min', index: 0 } },
};
const MINUTES = narrow({ ...NUMBER, config: { unit: 'm', mappings: [UNDER_A_MINUTE] } }, 95);
const COUNT = narrow({ ...NUMBER, config: { unit: 'locale' } }, 90);
const ID = narrow({ ...NUMBER, config: { unit: 'none' } }, 95);
// All columns have room in 1100 px, which a page of 1200 px leaves them: what is cut off, nobody looks for.
const FIRST = wide({ ...NAME, ...LINKED }, 175);
const CREATOR = wide({ ...NAME, brief: (text: string) => NAME.brief(text).replace(' ', '\n') }, 185);
const STATE = narrow(TEXT, 105);
const TRACE = wide(STACK, 130);

function goroutineColumns(urlOf: UrlOf): Columns<'goroutines', GoroutineRow> {
  return {
    goroutine: { ...ID, of: ({ id }) => id },
    state: { ...STATE, of: ({ state }) => state },
    minutes: { ...MINUTES, of: ({ minutes }) => minutes },
    'named by': { ...FIRST, of: ({ frames, namedBy: at }) => nameOf(frames[at]) },
    'created by': { ...CREATOR, of: ({ creator }) => creatorText(creator) },
    stack: { ...TRACE, of: ({ frames }) => stackText(frames) },
    notes: { ...TEXT, of: notesText },
    source: { ...HIDDEN, of: ({ frames, namedBy: at }) => (frames[at] ? urlOf(frames[at]) : '') },
  };
}

function stackColumns(urlOf: UrlOf): Columns<'stacks', DumpStackRow> {
  return {
    goroutines: { ...COUNT, of: ({ count }) => count },
    'blocked on': { ...STATE, of: ({ blockedOn }) => blockedOn },
    'named by': { ...FIRST, of: (row) => nameOf(row.frames[namedBy(row)]) },
    'created by': { ...CREATOR, of: ({ creators }) => creatorText(creators[0]?.creator) },
    median: { ...narrow(MINUTES, 125), of: ({ minutes }) => minutes.median },
    p90: { ...MINUTES, of: ({ minutes }) => minutes.p90 },
    most: { ...MINUTES, of: ({ minutes }) => minutes.most },
    oldest: { ...ID, of: ({ oldest }) => oldest },
    stack: { ...TRACE, of: ({ frames }) => stackText(frames) },
    source: { ...HIDDEN, of: (row) => (row.frames[namedBy(row)] ? urlOf(row.frames[namedBy(row)] as Frame) : '') },
  };
}

const WAIT_COLUMNS: Columns<'waits', WaitRange> = {
  waited: { ...TEXT, of: waitText },
  goroutines: { ...NUMBER, config: { unit: 'locale' }, of: ({ count }) => count },
};

const HOUR = 60;
const DAY = 24 * HOUR;

/** `under 1 min`, `10 to 30 min`, `1 to 3 h`, `over 1 day`. */
export function waitText({ from, to }: WaitRange): string {
  if (from === 0) {
    return `under ${spanOf(to)}`;
  }
  if (to === Infinity) {
    return `over ${spanOf(from)}`;
  }
  const [low, high] = [spanOf(from), spanOf(to)];
  const [unit] = high.split(' ').slice(1);
  return low.endsWith(` ${unit}`) ? `${low.split(' ')[0]} to ${high}` : `${low} to ${high}`;
}

function spanOf(minutes: number): string {
  if (minutes >= DAY) {
    return `${minutes / DAY} ${minutes === DAY ? 'day' : 'days'}`;
  }
  return minutes >= HOUR ? `${minutes / HOUR} h` : `${minutes} min`;
}

function creatorText(creator: Creator | undefined): string {
  return creator ? `${creator.function} ${placeOf(creator)}`.trim() : '';
}

function notesText({ isLocked, labels, notes }: GoroutineRow): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return [...(isLocked ? ['locked to thread'] : []), ...notes, ...pairs].join(', ');
}
