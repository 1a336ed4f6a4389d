import type { TimestampMs } from '../../../core/scrape';
import { AskError } from '../askError';
import { clock } from '../clock';
import { SeveralInstances } from '../severalInstances';
import { askStored, type ProfilesQuestion } from './ask';
import type { Recipe } from './recipe';
import { Shelf, type Told } from './shelf';
import { bucketFor } from './step';
import { storedAt, type StoredProfiles } from './stored';

/** What the reader asks, and whom. */
export type PyroscopeSource = Pick<ProfilesQuestion, 'uid' | 'matchers'>;

/** The newest profiles may still be on their way. */
const SETTLE_MS = 60_000;
/** After a failure. */
const RETRY_MS = 60_000;
/** Requests at once: Grafana gives the page five in all. */
const IN_FLIGHT = 2;
/** Panels are told of what has come at most so often. */
const TELL_EACH_MS = 1000;
/** A Pyroscope refuses longer queries where nothing else is set (-querier.max-query-length). */
const LONGEST_MS = 86_400_000;
/** Zooming in and out and back again asks nothing anew. */
const MOST_STEPS = 4;

/** Beginnings of buckets that are to be asked for, the next one at the end. */
interface Wanted {
  readonly shelf: Shelf;
  readonly buckets: TimestampMs[];
}

/**
 * The past of one program's profiles of a kind as a Pyroscope knows it. A range is cut into buckets, each of which is asked for
 * once and kept; the newest come first, so that lines grow from the right.
 */
export class PyroscopeReader {
  /** By step, the one asked for last at the end. */
  private readonly shelves = new Map<number, Shelf>();
  /** For the range that was asked about last. */
  private wanted: Wanted | undefined;
  private reading: Promise<void> | undefined;
  private failure: { readonly message: string; readonly atMs: TimestampMs } | undefined;
  private toldMs = -Infinity;

  constructor(
    private readonly source: PyroscopeSource,
    private readonly recipe: Recipe,
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
   * Reads what is not known yet of a range, and says `more` now and then on the way. Gives whether there is more at the
   * end of it. Never rejects.
   */
  async read(fromMs: TimestampMs, toMs: TimestampMs, more: () => void): Promise<boolean> {
    const shelf = this.shelfOf(bucketFor(toMs - fromMs));
    const buckets = shelf.missing(fromMs, Math.min(toMs, this.now()), this.isOver);
    if (buckets.length > 0 && !(this.failure && this.now() - this.failure.atMs < RETRY_MS)) {
      this.wanted = { shelf, buckets };
      if (!this.reading) {
        this.reading = this.readWanted(more).finally(() => (this.reading = undefined));
        await this.reading;
        return true;
      }
    }
    await this.reading;
    return false;
  }

  private shelfOf(stepMs: number): Shelf {
    const { matchers, uid } = this.source;
    const id = JSON.stringify(['Pyroscope', uid, matchers, this.recipe.kind.types, stepMs]);
    const shelf = this.shelves.get(stepMs) ?? new Shelf(id, this.recipe, stepMs);
    this.shelves.delete(stepMs);
    this.shelves.set(stepMs, shelf);
    for (const old of [...this.shelves.keys()].slice(0, -MOST_STEPS)) {
      this.shelves.delete(old);
    }
    return shelf;
  }

  private readonly isOver = (endMs: TimestampMs) => endMs + SETTLE_MS <= this.now();

  /** Until nothing is wanted any more, whatever came to be wanted meanwhile. */
  private async readWanted(more: () => void): Promise<void> {
    try {
      const fromMs = this.wanted?.buckets[0] ?? NaN;
      while (this.wanted && this.wanted.buckets.length > 0) {
        const { shelf } = this.wanted;
        await this.findStored(this.wanted);
        await Promise.all(Array.from({ length: IN_FLIGHT }, () => this.readBuckets(shelf, more)));
      }
      if (this.recipe.isExpected && ![...this.shelves.values()].some(({ all }) => all)) {
        const { name } = this.recipe.kind;
        throw new AskError(
          `Pyroscope has no ${name} profiles of {${this.source.matchers}} since ${clock(fromMs)}. Does the label selector in the settings fit, and are ${name} profiles scraped?`
        );
      }
      this.failure = undefined;
    } catch (error) {
      this.wanted = undefined;
      if (!(error instanceof AskError || error instanceof SeveralInstances)) {
        throw error;
      }
      this.failure = { message: error.message, atMs: this.now() };
    }
  }

  /** Finds out for a day, the newest that is wanted, which buckets have profiles. Leaves those; the others are known then. */
  private async findStored({ buckets, shelf }: Wanted): Promise<void> {
    const { stepMs, stored } = shelf;
    const unknown = buckets.filter((at) => !stored.has(at));
    const toMs = (unknown.at(-1) ?? NaN) + stepMs;
    const asked = unknown.filter((at) => at >= toMs - LONGEST_MS);
    const [fromMs] = asked;
    if (fromMs === undefined) {
      return;
    }
    const found = storedAt(await askStored({ ...this.source, fromMs, toMs }, this.recipe.kind, stepMs), stepMs);
    for (const at of asked) {
      const profiles = found(at);
      if (profiles) {
        stored.set(at, profiles);
      } else {
        shelf.put(at, { isWhole: this.isOver(at + stepMs) });
      }
    }
    buckets.splice(0, buckets.length, ...buckets.filter((at) => stored.has(at) || !asked.includes(at)));
  }

  /** One after another, as far as it is known what they have and this shelf is wanted. */
  private async readBuckets(shelf: Shelf, more: () => void): Promise<void> {
    for (let at = this.next(shelf); at !== undefined; at = this.next(shelf)) {
      const stored = shelf.stored.get(at) as StoredProfiles;
      const isWhole = this.isOver(at + shelf.stepMs);
      const span = { fromMs: at, toMs: Math.min(at + shelf.stepMs, this.now()) };
      shelf.ask(at);
      try {
        shelf.put(at, { bucket: await this.recipe.read({ ...this.source, ...span }, stored, shelf.calls), isWhole });
      } finally {
        shelf.giveUp(at);
      }
      if (this.now() - this.toldMs >= TELL_EACH_MS) {
        this.toldMs = this.now();
        more();
      }
    }
  }

  private next(shelf: Shelf): TimestampMs | undefined {
    const { buckets = [], shelf: of } = this.wanted ?? {};
    const last = buckets.at(-1);
    return of === shelf && last !== undefined && shelf.stored.has(last) ? buckets.pop() : undefined;
  }
}
