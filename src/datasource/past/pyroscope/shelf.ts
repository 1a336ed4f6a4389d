import { CallTree } from '../../../core/history/past/callTree';
import type { PastColumns, PastKey } from '../../../core/history/past/columns';
import type { TimestampMs } from '../../../core/scrape';
import type { Bucket } from './bucket';
import { MOST_BUCKETS } from './step';

/** What Pyroscope told of a stretch of time. */
export interface Told {
  readonly key: PastKey;
  readonly columns: PastColumns;
}

/** A range that moves on for weeks must not grow what is kept. */
const MOST_KEPT = 6 * MOST_BUCKETS;

/** What is known of a bucket's time. */
interface Known {
  /** Absent where there is no profile in it. */
  readonly bucket?: Bucket;
  /** Nothing of it can come any more. */
  readonly isWhole: boolean;
}

/** Buckets of one length, by when they begin. All of their stacks are in one tree. */
export class Shelf {
  readonly calls = new CallTree();
  /** The type of profile that a bucket is to be asked for. */
  readonly types = new Map<TimestampMs, string>();
  private readonly known = new Map<TimestampMs, Known>();
  private readonly asked = new Set<TimestampMs>();
  private told: Told | undefined;

  /** @param id names these buckets among those of all programs and lengths */
  constructor(
    private readonly id: string,
    readonly stepMs: number
  ) {}

  /** The buckets of a range that have to be asked for, ascending: one that was not over yet once more when it is. */
  missing(fromMs: TimestampMs, toMs: TimestampMs, isOver: (endMs: TimestampMs) => boolean): TimestampMs[] {
    const { stepMs } = this;
    const result: TimestampMs[] = [];
    for (let at = Math.floor(fromMs / stepMs) * stepMs; at < toMs; at += stepMs) {
      const known = this.known.get(at);
      if (!this.asked.has(at) && (!known || (!known.isWhole && isOver(at + stepMs)))) {
        result.push(at);
      }
    }
    return result;
  }

  /** It is on its way. */
  ask(fromMs: TimestampMs): void {
    this.asked.add(fromMs);
  }

  /** It did not come. */
  giveUp(fromMs: TimestampMs): void {
    this.asked.delete(fromMs);
  }

  put(fromMs: TimestampMs, known: Known): void {
    this.asked.delete(fromMs);
    this.types.delete(fromMs);
    this.known.delete(fromMs);
    this.known.set(fromMs, known);
    for (const old of [...this.known.keys()].slice(0, -MOST_KEPT)) {
      this.known.delete(old);
    }
    this.told = undefined;
  }

  /** All that is known, as columns; undefined where that is nothing. */
  get all(): Told | undefined {
    this.told ??= this.columns();
    return this.told;
  }

  private columns(): Told | undefined {
    const buckets = [...this.known.values()].flatMap(({ bucket }) => bucket ?? []).sort((a, b) => a.atMs - b.atMs);
    return buckets.length === 0
      ? undefined
      : {
          key: { id: this.id, stamp: ++stamps },
          columns: {
            origin: 'Pyroscope',
            stepMs: this.stepMs,
            times: Float64Array.from(buckets, ({ atMs }) => atMs),
            totals: Float64Array.from(buckets, ({ total }) => total),
            profiles: { calls: this.calls.data, rows: buckets.map(({ profile }) => profile) },
            memory: [],
            process: [],
          },
        };
  }
}

/** Over all shelves, for one that begins anew must not give an old stamp again. */
let stamps = 0;
