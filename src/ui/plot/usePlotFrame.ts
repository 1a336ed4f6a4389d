import { useMemo } from 'react';
import { padRight, X_AXIS_HEIGHT, type Frame } from './base';
import { FLAG_HEIGHT } from './Flags';
import type { Mark } from './marks';
import { yAxisWidth } from './yAxisWidth';

interface Situation {
  /** No axes: the panel is too small for them. */
  lean: boolean;
  marks: readonly Mark[];
  view: Parameters<typeof yAxisWidth>[0];
  from: number;
  to: number;
}

/** The room around a plot for its axes and flags. The same object until something of it changes: it makes the config. */
export function usePlotFrame({ lean, marks, view, from, to }: Situation): { frame: Frame; showFlags: boolean } {
  const showFlags = !lean && marks.some(({ time }) => time >= from && time <= to);
  const axisWidth = lean ? 0 : yAxisWidth(view);
  const right = padRight(to - from);
  const frame = useMemo(
    () => ({
      padTop: lean ? 2 : showFlags ? FLAG_HEIGHT + 2 : 8,
      padRight: lean ? 4 : right,
      yAxisWidth: axisWidth,
      xAxisHeight: lean ? 0 : X_AXIS_HEIGHT,
    }),
    [lean, showFlags, axisWidth, right]
  );
  return { frame, showFlags };
}
