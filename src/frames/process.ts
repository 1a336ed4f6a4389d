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
}

interface Row {
  answer: RangeFacts;
  facts: ProbeFacts;
  source: MemorySource | undefined;
}

/** What is known of the process, and what watching it costs, as a table of one row. meta.custom: ProcessMeta. */
export function processFrame(answer: RangeFacts, facts: ProbeFacts, { refId, source }: ProcessFrameOptions): DataFrame {
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
    fields: fieldsOf(PROCESS_TABLE_FIELDS, COLUMNS, [{ answer, facts, source }]),
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
};
