import type { PastColumns, PastKey } from '../../../core/history/past/columns';
import type { VersionMetric } from '../../../core/memstats/version';
import type { TimestampMs } from '../../../core/scrape';
import { AskError } from '../askError';
import { clock } from '../clock';
import { SeveralInstances } from '../severalInstances';
import { ask } from './ask';
import { columnsOf } from './columns';
import { instancesSelector, selectorOf } from './metrics';
import { merged, seriesOf, type Series } from './series';
import { stepFor } from './step';

/** What the reader asks, and whom. */
export interface PrometheusSource {
  /** The data source’s uid. */
  readonly uid: string;
  /** As PromQL has them between its braces; template variables are filled in. */
  readonly matchers: string;
  /** Tells the program’s version. */
  readonly versionMetric?: VersionMetric;
}

/** What Prometheus told of a stretch of time. */
export interface Told {
  readonly key: PastKey;
  readonly columns: PastColumns;
}

/** The newest samples may still be on their way, by remote write say: they are asked for again. */
const SETTLE_MS = 60_000;
/** What is newer than this, or than a few steps, is asked for later, all at once. */
const PATIENCE_MS = 120_000;
const PATIENCE_STEPS = 4;
/** After a failure. */
const RETRY_MS = 60_000;
/** Zooming in and out and back again asks nothing anew. */
const MOST_STEPS = 4;
/** A range that moves on for weeks must not grow what is kept. */
const MOST_ROWS = 6000;

/** What is known at one step. */
interface Known {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** What is newer may have come late, and is asked for once more. */
  readonly settledMs: TimestampMs;
  readonly series: readonly Series[];
  readonly told: Told;
}

/**
 * The past of one program as a Prometheus knows it. Each stretch of time is asked for once and kept; only what is new is
 * asked for after that. One request has all metrics.
 */
export class PrometheusReader {
  /** By step, the one asked for last at the end. */
  private readonly known = new Map<number, Known>();
  private reading: Promise<void> | undefined;
  private failure: { readonly message: string; readonly atMs: TimestampMs } | undefined;
  private scrapeIntervalMs = 0;

  constructor(
    private readonly source: PrometheusSource,
    private readonly now: () => TimestampMs
  ) {}

  /** What went wrong the last time, for a person; undefined where all went well. */
  get trouble(): string | undefined {
    return this.failure?.message;
  }

  /** What is known so far of a range, at the step that suits it; before that has been read, at another. */
  told(fromMs: TimestampMs, toMs: TimestampMs): Told | undefined {
    const step = this.stepOf(fromMs, toMs);
    return (this.known.get(step) ?? [...this.known.values()].at(-1))?.told;
  }

  /** Reads what is not known yet of a range. Gives whether anything was asked. Never rejects. */
  async read(fromMs: TimestampMs, toMs: TimestampMs): Promise<boolean> {
    while (this.reading) {
      await this.reading;
    }
    const end = Math.min(toMs, this.now());
    const stepMs = this.stepOf(fromMs, toMs);
    const missing = this.missing(fromMs, end, stepMs);
    if (!missing || (this.failure && this.now() - this.failure.atMs < RETRY_MS)) {
      return false;
    }
    this.reading = this.fetch({ ...missing, stepMs }).finally(() => (this.reading = undefined));
    await this.reading;
    return true;
  }

  private stepOf(fromMs: TimestampMs, toMs: TimestampMs): number {
    return stepFor(toMs - fromMs, this.scrapeIntervalMs);
  }

  private missing(fromMs: TimestampMs, toMs: TimestampMs, stepMs: number) {
    const from = Math.floor(fromMs / stepMs) * stepMs;
    const known = this.known.get(stepMs);
    if (toMs <= from) {
      return undefined;
    }
    if (!known || toMs < known.fromMs || from > known.toMs) {
      return { fromMs: from, toMs, isFresh: true };
    }
    if (from < known.fromMs) {
      return { fromMs: from, toMs: Math.max(toMs, known.toMs), isFresh: true };
    }
    const patience = Math.max(PATIENCE_MS, PATIENCE_STEPS * stepMs);
    const isNow = toMs > this.now() - patience;
    return toMs > known.toMs + (isNow ? patience : 0)
      ? { fromMs: Math.floor(Math.min(known.toMs, known.settledMs) / stepMs) * stepMs, toMs, isFresh: false }
      : undefined;
  }

  private async fetch({ fromMs, isFresh, stepMs, toMs }: Fetch): Promise<void> {
    const { matchers, uid, versionMetric } = this.source;
    try {
      if (this.known.size === 0) {
        await this.checkInstances(toMs);
      }
      const expr = selectorOf(matchers, versionMetric);
      const told = seriesOf(await ask({ uid, expr, fromMs, toMs, stepMs }));
      const known = isFresh ? undefined : this.known.get(stepMs);
      const series = merged(known?.series ?? [], told, toMs - MOST_ROWS * stepMs);
      if (series.length === 0) {
        throw new AskError(
          `Prometheus has no Go metrics for {${matchers}} from ${clock(fromMs)} to ${clock(toMs)}. Do the matchers in the settings fit the labels of its series, of go_goroutines say?`
        );
      }
      const columns = columnsOf(series, stepMs, versionMetric);
      // Of rows that are a step or two apart nothing is learnt: the step itself may have put them there.
      this.scrapeIntervalMs = columns.stepMs > 2 * stepMs ? columns.stepMs : this.scrapeIntervalMs;
      // What was asked more finely than there was anything to see is not asked again more coarsely.
      const step = Math.max(stepMs, stepFor(0, this.scrapeIntervalMs));
      const key = { id: JSON.stringify([uid, matchers, step]), stamp: ++stamps };
      this.known.delete(step);
      this.known.set(step, {
        fromMs: known?.fromMs ?? fromMs,
        toMs,
        settledMs: this.now() - SETTLE_MS,
        series,
        told: { key, columns },
      });
      for (const old of [...this.known.keys()].slice(0, -MOST_STEPS)) {
        this.known.delete(old);
      }
      this.failure = undefined;
    } catch (error) {
      // Whatever went wrong with it, what is sampled is shown.
      this.failure = { message: (error as Error).message, atMs: this.now() };
    }
  }

  /** Before days of a whole fleet are asked for: one small answer tells how many there are. */
  private async checkInstances(atMs: TimestampMs): Promise<void> {
    const { matchers, uid } = this.source;
    const there = seriesOf(await ask({ uid, expr: instancesSelector(matchers), fromMs: atMs, toMs: atMs }));
    if (there.length > 1) {
      throw new SeveralInstances(
        'Prometheus',
        there.map(({ labels }) => labels)
      );
    }
  }
}

interface Fetch {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  readonly stepMs: number;
  /** Nothing of what is known goes with it. */
  readonly isFresh: boolean;
}

/** Over all readers, for one that begins anew must not give an old stamp again. */
let stamps = 0;
