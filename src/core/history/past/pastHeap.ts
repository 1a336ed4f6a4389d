import type { StackInterner } from '../../profile/interner';
import type { HeapSampleType } from '../../profile/heap';
import type { Stack } from '../../profile/stack';
import type { TimestampMs } from '../../scrape';
import type { Steps } from '../../steps';
import { CHUNK_MOMENTS, heapStackBytes, type HeapColumn, type HeapRow, type HeapSource } from '../heapChunk';
import { HeapLog } from '../heapLog';
import type { HeapRows } from '../heapRange';
import type { RowOrigin } from '../store';
import type { PastHeapColumns } from './heapColumns';
import type { Filling } from './join';
import type { Span } from './past';
import { CallStacks, type PastProfile } from './profiles';

/** Moments of one column that another recorded, as a chunk like the history's own. */
class PastHeapChunk implements HeapSource {
  readonly rows: readonly HeapRow[];

  constructor(
    times: Float64Array,
    readonly stacks: readonly Stack[],
    private readonly log: HeapLog
  ) {
    this.rows = Array.from(times, (atMs, profile) => ({
      moment: { atMs, process: {}, failures: [] },
      isRestart: false,
      profile,
      rateBytes: null,
      totals: undefined,
    }));
  }

  get byteLength(): number {
    return this.log.byteLength + this.stacks.reduce((sum, stack) => sum + heapStackBytes(stack), 0);
  }

  /** Its one column: a past is joined where that is asked for, and nowhere else. */
  logOf(): HeapLog {
    return this.log;
  }
}

/** What another recorder told of the heap. */
export class PastHeap implements Filling<HeapRows> {
  readonly stepMs: number;
  readonly byteLength: number;
  private readonly origin: RowOrigin;
  private readonly sampleType: HeapSampleType;

  private constructor(
    readonly stamp: number,
    { origin, sampleType, stepMs }: PastHeapColumns,
    private readonly chunks: readonly PastHeapChunk[]
  ) {
    this.stepMs = stepMs;
    this.sampleType = sampleType;
    this.origin = { from: origin, stepMs };
    this.byteLength = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  static *of(stamp: number, past: PastHeapColumns, interner: StackInterner): Steps<PastHeap> {
    const { profiles, times } = past;
    const calls = new CallStacks(profiles.calls, interner);
    const chunks: PastHeapChunk[] = [];
    for (let from = 0; from < times.length; from += CHUNK_MOMENTS) {
      const rows = profiles.rows.slice(from, from + CHUNK_MOMENTS);
      const log = yield* logSteps(rows, calls);
      // Stacks that come later have nothing here.
      chunks.push(new PastHeapChunk(times.slice(from, from + rows.length), calls.stacks.slice(), log));
    }
    return new PastHeap(stamp, past, chunks);
  }

  /** Whether it knows that column: stored profiles are as scaled. */
  has({ sampleType, values }: HeapColumn): boolean {
    return sampleType === this.sampleType && values === 'scaled';
  }

  get lastMs(): TimestampMs {
    return this.chunks.at(-1)?.rows.at(-1)?.moment.atMs ?? -Infinity;
  }

  rows({ afterMs, beforeMs, fromMs, toMs }: Span): HeapRows[] {
    return this.chunks.flatMap((chunk) => {
      const from = countUntil(chunk, (ms) => ms >= fromMs && ms > beforeMs);
      const to = countUntil(chunk, (ms) => ms > toMs || ms >= afterMs);
      return from < to ? [{ chunk, from, to, origin: this.origin }] : [];
    });
  }
}

/** Nodes a step: each is a look into two tables, and a stack of some twenty functions where it is new. */
const NODES_PER_STEP = 256;

function* logSteps(rows: readonly PastProfile[], calls: CallStacks): Steps<HeapLog> {
  const log = new HeapLog();
  let lanes = 0;
  for (const { counts, nodes } of rows) {
    const places = new Uint32Array(nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      if (i % NODES_PER_STEP === NODES_PER_STEP - 1) {
        yield;
      }
      places[i] = calls.placeOf(nodes[i] as number);
    }
    lanes = Math.max(lanes, calls.stacks.length);
    const values = new Float64Array(lanes);
    places.forEach((place, i) => (values[place] = (values[place] as number) + (counts[i] as number)));
    log.append(values);
    yield;
  }
  log.close();
  return log;
}

/** How many rows stand before the first that has got there. */
function countUntil({ rows }: HeapSource, isReached: (ms: TimestampMs) => boolean): number {
  const found = rows.findIndex(({ moment }) => isReached(moment.atMs));
  return found < 0 ? rows.length : found;
}
