import { ThresholdsMode, type Field, type GrafanaTheme2 } from '@grafana/data';

export interface ThresholdLine {
  /** Bytes. */
  value: number;
  colour: string;
}

/** The field config's thresholds as lines. In per cent they are of the ceiling; without one there are none. */
export function thresholdLines(field: Field, ceiling: number | undefined, theme: GrafanaTheme2): ThresholdLine[] {
  const { mode, steps = [] } = field.config.thresholds ?? {};
  const percent = mode === ThresholdsMode.Percentage;
  if (percent && ceiling === undefined) {
    return [];
  }
  return steps
    .filter(({ value }) => typeof value === 'number' && Number.isFinite(value))
    .map(({ value, color }) => ({
      value: percent ? (value / 100) * ceiling! : value,
      colour: theme.visualization.getColorByName(color),
    }));
}
