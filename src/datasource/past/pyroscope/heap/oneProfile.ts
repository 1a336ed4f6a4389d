import type { DataFrame } from '@grafana/data';
import { CallTree } from '../../../../core/history/past/callTree';
import type { TimestampMs } from '../../../../core/scrape';
import { AskError } from '../../askError';
import { clock } from '../../clock';
import { readFlameGraph } from '../flameGraph';
import type { Moment } from '../recipe';
import type { Rhythm } from './rhythm';
import { findAfter, findIn, LEAST_PERIOD_MS, TwiceStoredError, type SumOf } from './search';

/** The next profile is looked for so far on. */
const LONGEST_PERIOD_MS = 3_600_000;

/** Asked for a sum, the server need not send the rest. */
const SUM_NODES = 1;

/** All profiles of a stretch of time, both ends included, as one flame graph. Rejects with AskError. */
export type AskSpan = (fromMs: TimestampMs, toMs: TimestampMs, maxNodes?: number) => Promise<DataFrame>;

/** One stored profile of a bucket [fromMs, toMs). */
export class OneProfile {
  /** Guessed at before. */
  private guessedMs: TimestampMs | undefined;

  /** @param calls takes its stacks in */
  constructor(
    private readonly bucket: { readonly fromMs: TimestampMs; readonly toMs: TimestampMs },
    private readonly ask: AskSpan,
    private readonly calls: CallTree
  ) {}

  /**
   * The one that was taken when the rhythm says, if there is exactly one: two questions. One recorder's profiles are
   * further apart than what is asked for; where it took them more often once, a half has another sum than the whole.
   */
  async guessed(rhythm: Rhythm): Promise<Moment | undefined> {
    const { fromMs, toMs } = this.bucket;
    const guess = rhythm.near((fromMs + toMs) / 2);
    if (!guess || guess.atMs < fromMs || guess.atMs >= toMs || guess.atMs === this.guessedMs) {
      return undefined;
    }
    const { aroundMs, atMs } = guess;
    this.guessedMs = atMs;
    const moment = await this.momentIn(atMs - aroundMs, atMs + aroundMs, atMs);
    const half = moment && (await this.sumOf(atMs, atMs + aroundMs));
    const isOne = moment !== undefined && (half === 0 || half === moment.total);
    rhythm.guessed(isOne);
    return isOne ? moment : undefined;
  }

  /** One near the middle, wherever it is. Tells the rhythm what has shown of it. */
  async searched(rhythm: Rhythm): Promise<Moment | undefined> {
    const { fromMs, toMs } = this.bucket;
    const found = await findIn(this.sumOf, fromMs, toMs);
    if (!found) {
      return undefined;
    }
    if (rhythm.isUnknown) {
      const next = await findAfter(this.sumOf, found.toMs + 1, found.toMs + LONGEST_PERIOD_MS);
      const periodMs = next && next.toMs - found.toMs;
      if (periodMs !== undefined && periodMs < LEAST_PERIOD_MS) {
        throw new TwiceStoredError(found.toMs);
      }
      rhythm.measure(periodMs);
    }
    rhythm.taken(found.toMs);
    return this.momentIn(found.fromMs, found.toMs, found.toMs);
  }

  private readonly sumOf: SumOf = async (fromMs, toMs) =>
    readFlameGraph(await this.ask(fromMs, toMs, SUM_NODES), new CallTree()).total;

  /** @throws AskError where the server did not tell all stacks */
  private async momentIn(fromMs: TimestampMs, toMs: TimestampMs, atMs: TimestampMs): Promise<Moment | undefined> {
    const { nodes, other, self, total } = readFlameGraph(await this.ask(fromMs, toMs), this.calls);
    if (other > 0) {
      throw new AskError(
        `A heap profile that Pyroscope stored (${clock(atMs)}) has too many stacks for one answer: ${other} of ${total} stand under “other”. They are not shown, for no function’s would be whole.`
      );
    }
    return total > 0 ? { atMs, total, profile: { nodes, counts: self } } : undefined;
  }
}
