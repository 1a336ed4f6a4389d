import { FieldType, type DataFrame, type Labels } from '@grafana/data';
import type { TimestampMs } from '../../../core/scrape';

/** One series of Prometheus, as far as it was asked for. */
export interface Series {
  readonly name: string;
  /** Without the name. */
  readonly labels: Labels;
  /** Ascending. */
  readonly times: readonly TimestampMs[];
  readonly values: readonly number[];
}

/** The series of an answer: a frame each, or several in a wide one. */
export function seriesOf(frames: readonly DataFrame[]): Series[] {
  return frames.flatMap(({ fields }) => {
    const times = fields.find(({ type }) => type === FieldType.time);
    const numbers = fields.filter(({ type }) => type === FieldType.number);
    return times
      ? numbers.flatMap((field) => {
          const { __name__: name = field.name, ...labels } = field.labels ?? {};
          const told = [...times.values.keys()].filter((row) => typeof field.values[row] === 'number');
          return told.length > 0
            ? [
                {
                  name,
                  labels,
                  times: told.map((row) => times.values[row]),
                  values: told.map((row) => field.values[row]),
                },
              ]
            : [];
        })
      : [];
  });
}

/** The same for the same series, whenever it was asked for. */
export function identityOf({ labels, name }: Pick<Series, 'name' | 'labels'>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** What was known of some series, and what was told since: where both know a moment, the newer answer counts. */
export function merged(known: readonly Series[], told: readonly Series[], fromMs: TimestampMs): Series[] {
  const all = new Map<string, { series: Series; points: Map<TimestampMs, number> }>();
  for (const series of [...known, ...told]) {
    const id = identityOf(series);
    const entry = all.get(id) ?? { series, points: new Map<TimestampMs, number>() };
    all.set(id, entry);
    series.times.forEach((time, i) => {
      if (time >= fromMs) {
        entry.points.set(time, series.values[i] as number);
      }
    });
  }
  return [...all.values()].flatMap(({ points, series: { labels, name } }) => {
    const times = [...points.keys()].sort((a, b) => a - b);
    return times.length > 0 ? [{ name, labels, times, values: times.map((time) => points.get(time) as number) }] : [];
  });
}
