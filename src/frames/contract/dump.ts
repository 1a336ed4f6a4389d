import type { DumpAnswer, DumpView } from '../../core/dump/dumpAnswer';
import type { TimestampMs } from '../../core/scrape';
import type { CommonMeta } from './common';

export type { Creator, DumpStackRow, DumpView, GoroutineRow, WaitRange } from '../../core/dump/dumpAnswer';
export { DUMP_VIEWS } from '../../core/dump/dumpAnswer';

/**
 * A table of goroutines by debug=2: a row a goroutine, a stack, or a range of wait ages. Before anybody asked for a dump,
 * or where it was refused, there is no row, and `offer` says what it would cost.
 */
export interface DumpMeta extends CommonMeta {
  kind: 'dump';
  view: DumpView;
  /** When the shown dump was taken; null before. */
  takenMs: TimestampMs | null;
  /** What the dump says; null before. */
  answer: Omit<DumpAnswer, 'goroutines'> | null;
  offer: DumpOffer;
}

/** What the next dump would cost, so that a person can decide. */
export interface DumpOffer {
  /** Goroutines at the newest scrape; null where none has told. */
  goroutines: number | null;
  /** Estimates: how long the program would stand still, and the answer's size. */
  stallMs: number | null;
  bytes: number | null;
  /** Above 10,000 goroutines a dump is refused unless it is confirmed. */
  needsConfirmation: boolean;
  /** The dashboard variable that a click writes to (see `dumpToken`); empty where the query has none. */
  variable: string;
}

/** Fields by view. `oldest` is the number of the goroutine that has waited longest. `source` is hidden: where the row's link leads, empty where there is no link. */
export const DUMP_FIELDS = {
  goroutines: [
    { name: 'goroutine', title: 'Goroutine' },
    { name: 'state', title: 'State' },
    { name: 'minutes', title: 'Waited' },
    { name: 'named by', title: 'First frame of your code' },
    { name: 'created by', title: 'Created by' },
    { name: 'stack', title: 'Stack, leaf first' },
    { name: 'notes', title: 'Notes' },
    { name: 'source', title: 'Source' },
  ],
  stacks: [
    { name: 'goroutines', title: 'Goroutines' },
    { name: 'blocked on', title: 'Blocked on' },
    { name: 'named by', title: 'First frame of your code' },
    { name: 'created by', title: 'Created by' },
    { name: 'median', title: 'Waited, median' },
    { name: 'p90', title: '90 %' },
    { name: 'most', title: 'Longest' },
    { name: 'oldest', title: 'Oldest, no.' },
    { name: 'stack', title: 'Stack, leaf first' },
    { name: 'source', title: 'Source' },
  ],
  waits: [
    { name: 'waited', title: 'Waited' },
    { name: 'goroutines', title: 'Goroutines' },
  ],
} as const;
