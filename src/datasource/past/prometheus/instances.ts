import type { MemoryField } from '../../../core/memstats/fields';
import { METRICS, valueOfMetric } from '../../../core/memstats/metrics';
import type { TimestampMs } from '../../../core/scrape';
import type { InstanceSeries } from '../../../frames';
import { ask } from './ask';
import { CONTAINER_METRICS } from './metrics';
import { seriesOf } from './series';
import { stepFor } from './step';

export interface InstancesQuestion {
  /** The data source’s uid. */
  readonly uid: string;
  readonly matchers: string;
  readonly fields: readonly MemoryField[];
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
}

/** A quarter of the points that one program gets: there are many of them. */
const COARSER = 4;
/** A panel that asks again sooner gets the same. */
const FRESH_MS = 15_000;
const MOST_KEPT = 8;

/** Reads fields of all instances that fit some matchers, a request for each question. */
export class InstancesReader {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly now: () => TimestampMs) {}

  /** @throws AskError */
  read(question: InstancesQuestion): Promise<InstanceSeries[]> {
    const { fields, fromMs, matchers, toMs, uid } = question;
    const stepMs = stepFor(COARSER * (toMs - fromMs));
    const key = JSON.stringify([uid, matchers, fields, stepMs]);
    const known = this.kept.get(key);
    // A range that moves on is the same for that long, too.
    const isSame = known && Math.max(Math.abs(fromMs - known.fromMs), Math.abs(toMs - known.toMs)) < FRESH_MS;
    if (isSame && this.now() - known.atMs < FRESH_MS) {
      return known.told;
    }
    const told = fetchSeries(question, stepMs);
    this.kept.delete(key);
    this.kept.set(key, { atMs: this.now(), fromMs, toMs, told });
    // A failure is not kept.
    told.catch(() => this.kept.delete(key));
    for (const old of [...this.kept.keys()].slice(0, -MOST_KEPT)) {
      this.kept.delete(old);
    }
    return told;
  }
}

interface Kept extends Pick<InstancesQuestion, 'fromMs' | 'toMs'> {
  readonly atMs: TimestampMs;
  readonly told: Promise<InstanceSeries[]>;
}

async function fetchSeries(
  { fields, matchers, ...asking }: InstancesQuestion,
  stepMs: number
): Promise<InstanceSeries[]> {
  const wanted = new Set(fields);
  const metrics = [...METRICS, ...CONTAINER_METRICS].filter(([, field]) => wanted.has(field));
  if (metrics.length === 0) {
    return [];
  }
  const expr = `{__name__=~"${metrics.map(([metric]) => metric).join('|')}",${matchers}}`;
  const series = seriesOf(await ask({ ...asking, expr, stepMs }));
  return series.flatMap(({ labels, name, times, values }) => {
    const [, field, factor] = metrics.find(([metric]) => metric === name) ?? [];
    return field ? [{ field, labels, times, values: values.map((value) => valueOfMetric(value, factor)) }] : [];
  });
}
