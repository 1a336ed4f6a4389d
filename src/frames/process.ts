import type { DataFrame } from '@grafana/data';
import type { RangeFacts } from '../core/history/answers';
import { madvise } from '../core/memstats/madvise';
import type { MemorySource } from '../core/memstats/fields';
import { PROCESS_TABLE_FIELDS, type ProcessMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, TEXT, TIME, type Column } from './table';

export interface ProcessFrameOptions {
  refId: string;
  /** Where the memory figures come from; undefined before any source has answered. */
  source: MemorySource | undefined;
  /** Heap profiles have a clock of their own, and a cost of their own. */
  heap?: HeapProbe;
}

export interface HeapProbe {
  /** Time between two heap profiles while a heap query is shown. */
  intervalMs: number;
  /** What the last one cost; undefined where none was taken, which costs nothing. */
  last: ProbeFacts['lastScrape'] | undefined;
}

interface Row {
  answer: RangeFacts;
  facts: ProbeFacts;
  source: MemorySource | undefined;
  heap: HeapProbe | undefined;
}

/** What is known of the process, and what watching it costs, as a table of one row. meta.custom: ProcessMeta. */
export function processFrame(
  answer: RangeFacts,
  facts: ProbeFacts,
  { heap, refId, source }: ProcessFrameOptions
): DataFrame {
  const custom: ProcessMeta = {
    version: 1,
    kind: 'process',
    probe: probeMeta(answer, facts),
    restarts: answer.restarts.map((row) => answer.times[row]!),
  };
  return {
    refId,
    name: 'process',
    meta: { custom, notices: failureNotices(answer), preferredVisualisationType: 'table' },
    fields: fieldsOf(PROCESS_TABLE_FIELDS, COLUMNS, [{ answer, facts, source, heap }]),
    length: 1,
  };
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
  requests: { ...NUMBER, of: ({ facts }) => facts.lastScrape.requests },
  bytes: { ...NUMBER, config: { unit: 'bytes' }, of: ({ facts }) => facts.lastScrape.bytes },
  duration: { ...NUMBER, config: { unit: 'ms' }, of: ({ facts }) => facts.lastScrape.durationMs },
  share: {
    ...NUMBER,
    config: { unit: 'percentunit' },
    of: ({ facts }) => facts.lastScrape.durationMs / facts.intervalMs,
  },
  'heap interval': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => heap?.intervalMs ?? null },
  'heap requests': { ...NUMBER, of: ({ heap }) => heap?.last?.requests ?? null },
  'heap bytes': { ...NUMBER, config: { unit: 'bytes' }, of: ({ heap }) => heap?.last?.bytes ?? null },
  'heap duration': { ...NUMBER, config: { unit: 'ms' }, of: ({ heap }) => heap?.last?.durationMs ?? null },
  'heap share': {
    ...NUMBER,
    config: { unit: 'percentunit' },
    of: ({ heap }) => (heap?.last ? heap.last.durationMs / heap.intervalMs : null),
  },
};
