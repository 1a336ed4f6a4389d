import {
  HEAP_SAMPLE_TYPES,
  HEAP_VALUES,
  type HeapProfile,
  type HeapSampleType,
  type HeapValues,
} from '../profile/heap';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, ScrapeFailure, TimestampMs } from '../scrape';
import { HeapLog } from './heapLog';
import { mapBytes, OBJECT_BYTES, REFERENCE_BYTES, stringBytes } from './size';

/** One of the eight columns that a heap profile has. */
export interface HeapColumn {
  readonly sampleType: HeapSampleType;
  readonly values: HeapValues;
}

/** What one heap profile brought. Where its request failed `heap` is absent, and named in `failures`. */
export interface HeapMoment {
  /** When it was asked for, on the asking side's clock. */
  readonly atMs: TimestampMs;
  readonly heap?: HeapProfile;
  readonly process: ProcessFacts;
  readonly failures: readonly ScrapeFailure[];
}

/** A row of the history without its columns. */
export interface HeapRow {
  readonly moment: Omit<HeapMoment, 'heap'>;
  /** Before it the process was restarted. */
  readonly isRestart: boolean;
  /** Index of its profile in the chunk; -1 where none came. */
  readonly profile: number;
  readonly rateBytes: number | null;
  /** Sums over all stacks. */
  readonly totals: Readonly<Record<HeapValues, Readonly<Record<HeapSampleType, number>>>> | undefined;
}

/** What a range reads of a chunk, whoever recorded it. */
export interface HeapSource {
  readonly rows: readonly HeapRow[];
  /** By lane. */
  readonly stacks: readonly Stack[];
  /** What changed by moment, counted by `HeapRow.profile`, and by lane. */
  logOf(column: HeapColumn): HeapLog;
}

/** So many moments make a chunk: at most so many have to be read to reach one. */
export const CHUNK_MOMENTS = 64;

/** What a row takes: its objects, with one short failure at most. */
const ROW_BYTES = 8 * OBJECT_BYTES;

/** A run of moments that stands for itself: its stacks and its logs begin with it, so that it can be dropped whole. */
export class HeapChunk implements HeapSource {
  readonly rows: HeapRow[] = [];
  /** By lane: the newest sighting. */
  readonly stacks: Stack[] = [];
  private profiles = 0;
  private laneOf = new Map<StackKey, number>();
  private readonly logs = HEAP_VALUES.map(() => HEAP_SAMPLE_TYPES.map(() => new HeapLog()));
  private textBytes = 0;
  private stackBytes = 0;

  /** Stacks included. */
  get byteLength(): number {
    const logs = this.logs.flat().reduce((sum, { byteLength }) => sum + byteLength, 0);
    const rows = this.rows.length * ROW_BYTES + this.textBytes;
    return logs + rows + mapBytes(this.laneOf.size) + this.stackBytes;
  }

  append({ heap, ...moment }: HeapMoment, isRestart: boolean): void {
    const totals = heap && this.appendProfile(heap);
    for (const { message } of moment.failures) {
      this.textBytes += stringBytes(message);
    }
    const profile = heap ? this.profiles++ : -1;
    this.rows.push({ moment, isRestart, profile, rateBytes: heap?.rateBytes ?? null, totals });
  }

  close(): void {
    this.laneOf = new Map();
    this.logs.flat().forEach((log) => log.close());
  }

  logOf({ sampleType, values }: HeapColumn): HeapLog {
    return this.logs[HEAP_VALUES.indexOf(values)]![HEAP_SAMPLE_TYPES.indexOf(sampleType)]!;
  }

  private appendProfile({ columns, stacks }: HeapProfile): NonNullable<HeapRow['totals']> {
    const lanes = stacks.map((stack) => this.laneFor(stack));
    const total = (values: HeapValues, sampleType: HeapSampleType) => {
      // What the profile does not have any more is 0.
      const byLane = new Float64Array(this.stacks.length);
      const column = columns[values][sampleType];
      let sum = 0;
      for (let i = 0; i < lanes.length; i++) {
        byLane[lanes[i] as number] = column[i] as number;
        sum += column[i] as number;
      }
      this.logOf({ sampleType, values }).append(byLane);
      return sum;
    };
    const totalsOf = (values: HeapValues) =>
      Object.fromEntries(HEAP_SAMPLE_TYPES.map((type) => [type, total(values, type)])) as Record<
        HeapSampleType,
        number
      >;
    return { scaled: totalsOf('scaled'), sampled: totalsOf('sampled') };
  }

  private laneFor(stack: Stack): number {
    let lane = this.laneOf.get(stack.key);
    if (lane === undefined) {
      lane = this.stacks.length;
      this.laneOf.set(stack.key, lane);
      this.stackBytes += heapStackBytes(stack);
    }
    this.stacks[lane] = stack;
    return lane;
  }
}

/**
 * What a stack adds: its frames are shared by all stacks of the target (profile/framebook.ts). One that several chunks
 * have is counted in each.
 */
export function heapStackBytes({ frames, key }: Stack): number {
  return 3 * OBJECT_BYTES + stringBytes(key) + (frames.length + 2) * REFERENCE_BYTES;
}
