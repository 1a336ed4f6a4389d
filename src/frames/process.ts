import { formattedValueToString, getValueFormat, type DataFrame } from '@grafana/data';
import type { MemoryAnswer, MemoryColumnName, RangeFacts } from '../core/history/answers';
import { madvise } from '../core/memstats/madvise';
import type { MemorySource } from '../core/memstats/fields';
import type { GcPause } from '../core/scrape';
import { PROCESS_TABLE_FIELDS, type PaceMeta, type ProcessMeta } from './contract';
import { paceNotices } from './pace';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, TEXT, TIME, type Column } from './table';

export interface ProcessFrameOptions {
  refId: string;
  /** Where the memory figures come from; undefined before any source has answered. */
  source: MemorySource | undefined;
  /** Heap profiles have a clock of their own, and a cost of their own. */
  heap?: HeapProbe;
  /** The last stop-the-world pauses, oldest first, where the memory source lists them. */
  pauses?: readonly GcPause[];
}

/** What the history is to be asked for. */
export const PROCESS_COLUMNS = ['NumGC', 'PauseTotalNs'] as const satisfies readonly MemoryColumnName[];

export interface HeapProbe {
  /** Time between two heap profiles while a heap query is shown. */
  intervalMs: number;
  /** What the last one cost; undefined where none was taken, which costs nothing. */
  last: ProbeFacts['lastScrape'] | undefined;
  pace?: PaceMeta;
}

interface Row {
  answer: ProcessAnswer;
  facts: ProbeFacts;
  source: MemorySource | undefined;
  heap: HeapProbe | undefined;
  pauses: readonly GcPause[];
}

/** `columns`: PROCESS_COLUMNS, as far as they are told. */
type ProcessAnswer = RangeFacts & Partial<Pick<MemoryAnswer, 'columns'>>;

/** What is known of the process, and what watching it costs, as a table of one row. meta.custom: ProcessMeta. */
export function processFrame(
  answer: ProcessAnswer,
  facts: ProbeFacts,
  { heap, pauses = [], refId, source }: ProcessFrameOptions
): DataFrame {
  const custom: ProcessMeta = {
    version: 1,
    kind: 'process',
    probe: probeMeta(answer, facts),
    restarts: answer.restarts.map((row) => answer.times[row]!),
  };
  const notices = [
    ...failureNotices(answer),
    ...paceNotices(facts.pace, 'a scrape'),
    ...(heap?.last ? paceNotices(heap.pace, 'a heap profile') : []),
  ];
  return {
    refId,
    name: 'process',
    meta: { custom, notices, preferredVisualisationType: 'table' },
    fields: fieldsOf(PROCESS_TABLE_FIELDS, COLUMNS, [{ answer, facts, source, heap, pauses }]),
    length: 1,
  };
}

/** What the last scrape cost; undefined before this page has asked anything, when what is shown was kept. */
function lastOf({ lastScrape }: ProbeFacts): ProbeFacts['lastScrape'] | undefined {
  return lastScrape.requests > 0 ? lastScrape : undefined;
}

type FieldName = (typeof PROCESS_TABLE_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Column<Row>>> = {
  target: { ...TEXT, of: ({ facts }) => facts.target },
  version: { ...TEXT, of: ({ answer }) => answer.process.version ?? '' },
  go: { ...TEXT, of: ({ answer }) => answer.process.goVersion ?? '' },
  started: { ...TIME, of: ({ answer }) => answer.process.startTimeMs ?? null },
  'build id': { ...TEXT, of: ({ answer }) => answer.process.buildId ?? '' },
  godebug: { ...TEXT, of: ({ answer }) => answer.process.godebug ?? '' },
  madvise: { ...TEXT, of: ({ answer }) => madvise(answer.process.goVersion, answer.process.godebug).regime },
  'memory source': { ...TEXT, of: ({ source }) => source ?? '' },
  interval: { ...NUMBER, config: { unit: 'ms' }, of: ({ facts }) => facts.intervalMs },
  'set interval': { ...NUMBER, config: { unit: 'ms' }, of: ({ facts }) => facts.pace?.setMs ?? null },
  stretch: { ...NUMBER, config: { unit: 'suffix:×', decimals: 1 }, of: ({ facts }) => stretchOf(facts.pace) },
  why: { ...TEXT, of: ({ facts }) => facts.pace?.why ?? '' },
  budget: { ...NUMBER, config: { unit: 'percentunit' }, of: ({ facts }) => facts.pace?.budget ?? null },
  requests: { ...NUMBER, of: ({ facts }) => lastOf(facts)?.requests ?? null },
  bytes: { ...NUMBER, config: { unit: 'bytes' }, of: ({ facts }) => lastOf(facts)?.bytes ?? null },
  duration: { ...NUMBER, config: { unit: 'ms' }, of: ({ facts }) => lastOf(facts)?.durationMs ?? null },
  spent: { ...NUMBER, config: { unit: 'ms' }, of: ({ facts }) => facts.pace?.spentMs ?? null },
  share: { ...NUMBER, config: { unit: 'percentunit' }, of: ({ facts }) => shareOf(facts.pace) },
  'heap interval': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => heap?.intervalMs ?? null },
  'heap set interval': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => heap?.pace?.setMs ?? null },
  'heap stretch': { ...NUMBER, config: { unit: 'suffix:×', decimals: 1 }, of: ({ heap }) => stretchOf(heap?.pace) },
  'heap why': { ...TEXT, of: ({ heap }) => heap?.pace?.why ?? '' },
  'heap requests': { ...NUMBER, of: ({ heap }) => heap?.last?.requests ?? null },
  'heap bytes': { ...NUMBER, config: { unit: 'bytes' }, of: ({ heap }) => heap?.last?.bytes ?? null },
  'heap duration': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => heap?.last?.durationMs ?? null },
  'heap spent': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => (heap?.last && heap.pace?.spentMs) ?? null },
  'heap share': {
    ...NUMBER,
    config: { unit: 'percentunit' },
    of: ({ heap }) => (heap?.last ? shareOf(heap.pace) : null),
  },
  'gc pause': { ...NUMBER, config: { unit: 'ns' }, of: ({ answer }) => pauseOf(answer) },
  'last gc pauses': { ...TEXT, of: ({ pauses }) => pauses.slice(-SHOWN_PAUSES).reverse().map(inWords).join(', ') },
};

/** Of the pauses that a memory source lists. */
const SHOWN_PAUSES = 5;
const formatNs = getValueFormat('ns');

function inWords({ ns }: GcPause): string {
  return formattedValueToString(formatNs(ns));
}

function stretchOf(pace: PaceMeta | undefined): number | null {
  return pace ? pace.intervalMs / pace.setMs : null;
}

/** The share of the target's time that is spent on this. */
function shareOf(pace: PaceMeta | undefined): number | null {
  return pace ? pace.spentMs / pace.intervalMs : null;
}

/** How long a collection stopped the world, ns: the mean of those between the last two scrapes that had any between them. */
function pauseOf({ columns = [], restarts }: ProcessAnswer): number | null {
  const [counts, totals] = PROCESS_COLUMNS.map((wanted) => columns.find(({ name }) => name === wanted)?.values);
  if (!counts || !totals) {
    return null;
  }
  for (let last = counts.length - 1; last > (restarts.at(-1) ?? 0); last--) {
    const collections = counts[last]! - counts[last - 1]!;
    if (collections > 0) {
      return (totals[last]! - totals[last - 1]!) / collections;
    }
  }
  return null;
}
