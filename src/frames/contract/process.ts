import type { CommonMeta } from './common';

/** One row: what is known of the process, and what watching it costs. The fields are those of PROCESS_TABLE_FIELDS. */
export interface ProcessMeta extends CommonMeta {
  kind: 'process';
}

export const PROCESS_TABLE_FIELDS = [
  { name: 'target', title: 'Target' },
  { name: 'version', title: 'Version' },
  { name: 'go', title: 'Go' },
  { name: 'started', title: 'Started' },
  { name: 'build id', title: 'Build id' },
  { name: 'godebug', title: 'GODEBUG' },
  { name: 'madvise', title: 'Gives memory back with' },
  { name: 'memory source', title: 'Memory from' },
  { name: 'interval', title: 'Scrape interval' },
  { name: 'set interval', title: 'Set to' },
  { name: 'stretch', title: 'Stretched' },
  { name: 'why', title: 'Because of' },
  { name: 'budget', title: 'Budget' },
  { name: 'requests', title: 'Requests a scrape' },
  { name: 'bytes', title: 'Bytes a scrape' },
  { name: 'duration', title: 'Time a scrape' },
  { name: 'spent', title: 'Of the program’s time' },
  { name: 'share', title: 'Share of the time' },
  { name: 'heap interval', title: 'Heap profile interval' },
  { name: 'heap set interval', title: 'Set to, heap' },
  { name: 'heap stretch', title: 'Stretched, heap' },
  { name: 'heap why', title: 'Because of, heap' },
  { name: 'heap requests', title: 'Requests a heap profile' },
  { name: 'heap bytes', title: 'Bytes a heap profile' },
  { name: 'heap duration', title: 'Time a heap profile' },
  { name: 'heap spent', title: 'Of the program’s time, heap' },
  { name: 'heap share', title: 'Share of the time, heap' },
  { name: 'gc pause', title: 'A collection’s pause' },
  { name: 'last gc pauses', title: 'Last pauses, newest first' },
] as const;
