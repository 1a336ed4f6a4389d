import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { RangeFacts } from '../core/history/answers';
import { madvise } from '../core/memstats/madvise';
import type { MemorySource } from '../core/memstats/fields';
import { PROCESS_TABLE_FIELDS, type ProcessMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';

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
  const row: Row = { answer, facts, source };
  return {
    refId,
    name: 'process',
    meta: { custom, notices: failureNotices(answer), preferredVisualisationType: 'table' },
    fields: PROCESS_TABLE_FIELDS.map(({ name, title }) => {
      const { of, type, unit } = COLUMNS[name];
      return { name, type, config: { displayNameFromDS: title, ...(unit ? { unit } : {}) }, values: [of(row)] };
    }),
    length: 1,
  };
}

type FieldName = (typeof PROCESS_TABLE_FIELDS)[number]['name'];

/** What is not told is empty, never zero. */
const COLUMNS: Readonly<Record<FieldName, Pick<Field, 'type'> & { unit?: string; of: (row: Row) => unknown }>> = {
  target: { type: FieldType.string, of: ({ facts }) => facts.target },
  version: { type: FieldType.string, of: ({ answer }) => answer.process.version ?? '' },
  go: { type: FieldType.string, of: ({ answer }) => answer.process.goVersion ?? '' },
  started: { type: FieldType.time, of: ({ answer }) => answer.process.startTimeMs ?? null },
  'build id': { type: FieldType.string, of: ({ answer }) => answer.process.buildId ?? '' },
  godebug: { type: FieldType.string, of: ({ answer }) => answer.process.godebug ?? '' },
  madvise: {
    type: FieldType.string,
    of: ({ answer }) => madvise(answer.process.goVersion, answer.process.godebug).regime,
  },
  'memory source': { type: FieldType.string, of: ({ source }) => source ?? '' },
  interval: { type: FieldType.number, unit: 'ms', of: ({ facts }) => facts.intervalMs },
  requests: { type: FieldType.number, of: ({ facts }) => facts.lastScrape.requests },
  bytes: { type: FieldType.number, unit: 'bytes', of: ({ facts }) => facts.lastScrape.bytes },
  duration: { type: FieldType.number, unit: 'ms', of: ({ facts }) => facts.lastScrape.durationMs },
  share: {
    type: FieldType.number,
    unit: 'percentunit',
    of: ({ facts }) => facts.lastScrape.durationMs / facts.intervalMs,
  },
};
