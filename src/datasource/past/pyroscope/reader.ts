import type { PastColumns, PastKey } from '../../../core/history/past/columns';
import { CallTree } from '../../../core/history/past/callTree';
import type { TimestampMs } from '../../../core/scrape';
import { AskError } from '../prometheus/ask';
import { SeveralInstances } from '../prometheus/columns';
import { askFlameGraph, askStored, type ProfilesQuestion } from './ask';
import { bucketOf, UncountedError, type Bucket } from './bucket';
import { bucketFor, MOST_BUCKETS } from './step';
import { typesAt } from './stored';

/** What the reader asks, and whom. */
export type PyroscopeSource = Pick<ProfilesQuestion, 'uid' | 'matchers'>;

/** What Pyroscope told of a stretch of time. */
export interface Told {
  readonly key: PastKey;
  readonly columns: PastColumns;
}

/** The newest profiles may still be on their way. */
const SETTLE_MS = 60_000;
/** After a failure. */
const RETRY_MS = 60_000;
/** Requests at once: Grafana gives the page five in all. */
const IN_FLIGHT = 2;
/** Panels are told of what has come at most so often. */
const TELL_EACH_MS = 1000;
/** Zooming in and out and back again asks nothing anew. */
const MOST_STEPS = 4;
/** Of one step. A range that moves on for weeks must not grow what is kept. */
const MOST_KEPT = 6 * MOST_BUCKETS;

/** What is known of a bucket's time: the bucket, or that there is no profile in it. */
interface Known {
  readonly bucket?: Bucket;
  /** Nothing of it can come any more. */
  readonly isWhole: boolean;
}

/** What is known at one step, by the bucket's beginning. All of its stacks are in one tree. */
class Shelf {
  readonly calls = new CallTree();
  private readonly known = new Map<TimestampMs, Known>();
  private told: Told | undefined;

  constructor(
    private readonly id: string,
    readonly stepMs: number
  ) {}

  get(fromMs: TimestampMs): Known | undefined {
    return this.known.get(fromMs);
  }

  put(fromMs: TimestampMs, known: Known): void {
    this.known.delete(fromMs);
    this.known.set(fromMs, known);
    for (const old of [...this.known.keys()].slice(0, -MOST_KEPT)) {
      this.known.delete(old);
    }
    this.told = undefined;
  }

  /** All that is known, as columns; undefined where that is nothing. */
  get all(): Told | undefined {
    const buckets = [...this.known.values()].flatMap(({ bucket }) => bucket ?? []).sort((a, b) => a.atMs - b.atMs);
    if (buckets.length > 0) {
      this.told ??= {
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
    return this.told;
  }
}

/** Over all readers, for one that begins anew must not give an old stamp again. */
let stamps = 0;

/**
 * The past of one program's goroutines as a Pyroscope knows it. A range is cut into buckets, each of which is asked for
 * once and kept; the newest come first, so that lines grow from the right.
 */
export class PyroscopeReader {
  /** By step, the one asked for last at the end. */
  private readonly shelves = new Map<number, Shelf>();
  /** Beginnings of buckets that are to be asked for, the next one at the end; another range takes their place. */
  private wanted: { shelf: Shelf; buckets: TimestampMs[] } | undefined;
  private reading: Promise<void> | undefined;
  private failure: { readonly message: string; readonly atMs: TimestampMs } | undefined;

  constructor(
    private readonly source: PyroscopeSource,
    private readonly now: () => TimestampMs
  ) {}

  /** What went wrong the last time, for a person; undefined where all went well. */
  get trouble(): string | undefined {
    return this.failure?.message;
  }

  /** What is known so far of a range, at the step that suits it; before any of that has been read, at another. */
  told(fromMs: TimestampMs, toMs: TimestampMs): Told | undefined {
    const fitting = this.shelves.get(bucketFor(toMs - fromMs))?.all;
    return fitting ?? [...this.shelves.values()].reverse().find(({ all }) => all)?.all;
  }

  /**
   * Reads what is not known yet of a range, and tells when there is some of it. Gives whether anything was asked. Never
   * rejects.
   */
  async read(fromMs: TimestampMs, toMs: TimestampMs, more: () => void): Promise<boolean> {
    const shelf = this.shelfOf(bucketFor(toMs - fromMs));
    const buckets = this.missing(shelf, fromMs, Math.min(toMs, this.now()));
    if (buckets.length === 0 || (this.failure && this.now() - this.failure.atMs < RETRY_MS)) {
      return false;
    }
    this.wanted = { shelf, buckets };
    this.reading ??= this.readWanted(more).finally(() => (this.reading = undefined));
    await this.reading;
    return true;
  }

  private shelfOf(stepMs: number): Shelf {
    const { matchers, uid } = this.source;
    const shelf = this.shelves.get(stepMs) ?? new Shelf(JSON.stringify(['Pyroscope', uid, matchers, stepMs]), stepMs);
    this.shelves.delete(stepMs);
    this.shelves.set(stepMs, shelf);
    for (const old of [...this.shelves.keys()].slice(0, -MOST_STEPS)) {
      this.shelves.delete(old);
    }
    return shelf;
  }

  /** Ascending. One that was not over when it was asked for is asked for once more. */
  private missing(shelf: Shelf, fromMs: TimestampMs, toMs: TimestampMs): TimestampMs[] {
    const { stepMs } = shelf;
    const result: TimestampMs[] = [];
    for (let at = Math.floor(fromMs / stepMs) * stepMs; at < toMs; at += stepMs) {
      const known = shelf.get(at);
      if (!known || (!known.isWhole && this.isOver(at + stepMs))) {
        result.push(at);
      }
    }
    return result;
  }

  private isOver(endMs: TimestampMs): boolean {
    return endMs + SETTLE_MS <= this.now();
  }

  /** Until nothing is wanted any more, whatever came to be wanted meanwhile. */
  private async readWanted(more: () => void): Promise<void> {
    try {
      while (this.wanted && this.wanted.buckets.length > 0) {
        await this.readBuckets(this.wanted, more);
      }
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof AskError || error instanceof SeveralInstances || error instanceof UncountedError)) {
        throw error;
      }
      this.failure = { message: error.message, atMs: this.now() };
    }
  }

  private async readBuckets(wanted: { shelf: Shelf; buckets: TimestampMs[] }, more: () => void): Promise<void> {
    const { buckets, shelf } = wanted;
    const { stepMs } = shelf;
    const fromMs = buckets[0] as TimestampMs;
    const toMs = (buckets.at(-1) as TimestampMs) + stepMs;
    const typeAt = typesAt(await askStored({ ...this.source, fromMs, toMs }, stepMs), stepMs);
    if (typeAt.isEmpty && !shelf.all) {
      throw new AskError(
        `Pyroscope has no goroutine profiles of {${this.source.matchers}} from ${clock(fromMs)} to ${clock(toMs)}. Does the label selector in the settings fit, and is profile.goroutine scraped?`
      );
    }
    let toldMs = -Infinity;
    const next = async () => {
      while (wanted === this.wanted) {
        const at = buckets.pop();
        if (at === undefined) {
          return;
        }
        const type = typeAt(at);
        const endMs = Math.min(at + stepMs, this.now());
        const isWhole = this.isOver(at + stepMs);
        const bucket = type && (await this.readBucket(shelf, type, at, endMs));
        shelf.put(at, { bucket, isWhole });
        if (bucket && this.now() - toldMs >= TELL_EACH_MS) {
          toldMs = this.now();
          more();
        }
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, next));
  }

  private async readBucket(
    { calls }: Shelf,
    type: string,
    fromMs: TimestampMs,
    toMs: TimestampMs
  ): Promise<Bucket | undefined> {
    return bucketOf(await askFlameGraph({ ...this.source, fromMs, toMs }, type), calls, fromMs, toMs);
  }
}

function clock(ms: TimestampMs): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
