import { DataFrameView, type DataFrame } from '@grafana/data';

/** The fields of an annotation frame that are drawn; only `time` must be there. */
interface Row {
  time: number;
  timeEnd?: number | null;
  isRegion?: boolean | null;
  title?: string | null;
  text?: string | null;
  color?: string | null;
}

/** An annotation in the picture, CSS pixels from the plot's left. */
export interface PlacedAnnotation {
  left: number;
  /** 0 for a moment. */
  width: number;
  text: string;
  /** A name or a value, as in the frame. */
  color: string;
}

/** `DEFAULT_ANNOTATION_COLOR` of @grafana/ui. */
const COLOR = 'rgba(0, 211, 255, 1)';

/** Moments and stretches within the plot; what reaches out of it is cut. `x` gives a moment's place. */
export function placeAnnotations(
  frames: readonly DataFrame[],
  x: (timeMs: number) => number,
  plotWidth: number
): PlacedAnnotation[] {
  return frames
    .flatMap((frame) => new DataFrameView<Row>(frame).map((row) => ({ ...row })))
    .flatMap(({ color, isRegion, text, time, timeEnd, title }) => {
      const from = x(time);
      const to = isRegion && timeEnd ? x(timeEnd) : from;
      const [left, right] = [Math.max(0, from), Math.min(plotWidth, to)];
      return left > right
        ? []
        : [{ left, width: right - left, text: [title, text].filter(Boolean).join('\n'), color: color || COLOR }];
    });
}
