import type { TimestampMs } from '../../../../core/scrape';
import { AskError } from '../../askError';
import { clock } from '../../clock';

/** What all profiles of a stretch of time, both ends included, add up to; 0 where there is none. */
export type SumOf = (fromMs: TimestampMs, toMs: TimestampMs) => Promise<number>;

/** A stretch of time that one stored profile is in, and no other. */
export interface Found {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** Of its values. */
  readonly sum: number;
}

/** Looked at first; programs are scraped each 15 s by default. */
const FIRST_MS = 15_000;
/** So narrow a stretch has one profile: those of one recorder are seconds apart, those of two are told apart above this. */
const NARROW_MS = 1;
/** No recorder takes two profiles of a program within this. */
export const LEAST_PERIOD_MS = 1000;

/**
 * A stored profile of a bucket [fromMs, toMs): the first after its middle, else one before. Some ten small questions.
 *
 * @throws TwiceStoredError
 */
export async function findIn(sumOf: SumOf, fromMs: TimestampMs, toMs: TimestampMs): Promise<Found | undefined> {
  const middleMs = Math.floor((fromMs + toMs) / 2);
  return (await findAfter(sumOf, middleMs, toMs - 1)) ?? (await findBefore(sumOf, middleMs, fromMs));
}

/** The first from a moment on, up to another. */
export async function findAfter(sumOf: SumOf, fromMs: TimestampMs, toMs: TimestampMs): Promise<Found | undefined> {
  let [at, length] = [fromMs, FIRST_MS];
  while (at < toMs) {
    const end = Math.min(at + length, toMs);
    const sum = await sumOf(at, end);
    if (sum > 0) {
      return narrowed(sumOf, { fromMs: at, toMs: end, sum });
    }
    [at, length] = [end, 2 * length];
  }
  return undefined;
}

/** One before a moment, and near it. */
async function findBefore(sumOf: SumOf, toMs: TimestampMs, fromMs: TimestampMs): Promise<Found | undefined> {
  let [end, length] = [toMs, FIRST_MS];
  while (end > fromMs) {
    const at = Math.max(end - length, fromMs);
    const sum = await sumOf(at, end);
    if (sum > 0) {
      return narrowed(sumOf, { fromMs: at, toMs: end, sum });
    }
    [end, length] = [at, 2 * length];
  }
  return undefined;
}

/** The first profile of a stretch that has some. */
async function narrowed(sumOf: SumOf, stretch: Found): Promise<Found> {
  let { fromMs, sum, toMs } = stretch;
  while (toMs - fromMs > NARROW_MS) {
    const middleMs = Math.floor((fromMs + toMs) / 2);
    const first = await sumOf(fromMs, middleMs);
    if (first === 0) {
      fromMs = middleMs;
      continue;
    }
    if (first !== sum && toMs - fromMs <= LEAST_PERIOD_MS) {
      throw new TwiceStoredError(fromMs);
    }
    [toMs, sum] = [middleMs, first];
  }
  return { fromMs, toMs, sum };
}

/** Two profiles nearly at once: some of them would be added up unnoticed. */
export class TwiceStoredError extends AskError {
  constructor(atMs: TimestampMs) {
    super(
      `Pyroscope has two heap profiles of the program within a second (${clock(atMs)}). It adds up what it is asked for, so which are one cannot be told. Do two recorders store the same program? Add a label to the selector that tells them apart.`
    );
  }
}
