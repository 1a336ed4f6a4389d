import { CallTree } from '../../../core/history/past/callTree';
import type { PastKey } from '../../../core/history/past/columns';
import type { TimestampMs } from '../../../core/scrape';
import type { PastTold } from '../../engine/engine';
import type { Moment, Recipe } from './recipe';
import { MOST_BUCKETS } from './step';
import type { StoredProfiles } from './stored';

/** What Pyroscope told of a stretch of time. */
export interface Told {
  readonly key: PastKey;
  readonly columns: PastTold;
}

/** A range that moves on for weeks must not grow what is kept. */
const MOST_KEPT = 6 * MOST_BUCKETS;
/**
 * Values of stacks, 12 bytes each: a range of 60 profiles always has room, each of which has 100,000 at the most
 * (ask.ts), and six such ranges of what programs usually have.
 */
const MOST_VALUES = 8_000_000;

/** What is known of a bucket's time. */
interface Known {
  /** Absent where there is no profile in it. */
  readonly bucket?: Moment;
  /** Nothing of it can come any more. */
  readonly isWhole: boolean;
}

/** Buckets of one length, by when they begin. All of their stacks are in one tree. */
export class Shelf {
  readonly calls = new CallTree();
  /** What a bucket is to be asked for. */
  readonly stored = new Map<TimestampMs, StoredProfiles>();
  private readonly known = new Map<TimestampMs, Known>();
  private readonly asked = new Set<TimestampMs>();
  private told: Told | undefined;

  /** @param id names these buckets among those of all programs and lengths */
  constructor(
    private readonly id: string,
    private readonly recipe: Pick<Recipe, 'columns'>,
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
    this.stored.delete(fromMs);
    this.known.delete(fromMs);
    this.known.set(fromMs, known);
    let values = [...this.known.values()].reduce((sum, { bucket }) => sum + valuesOf(bucket), 0);
    for (const [old, { bucket }] of this.known) {
      if (this.known.size <= MOST_KEPT && values <= MOST_VALUES) {
        break;
      }
      this.known.delete(old);
      values -= valuesOf(bucket);
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
          columns: this.recipe.columns(buckets, this.calls.data, this.stepMs),
        };
  }
}

function valuesOf(bucket: Moment | undefined): number {
  return bucket?.profile.nodes.length ?? 0;
}

/** Over all shelves, for one that begins anew must not give an old stamp again. */
let stamps = 0;
