import React from 'react';
import type { SuspectRow } from '../../../frames/contract';
import { count } from '../../../ui/format';

interface Props {
  trend: SuspectRow['trend'];
  /** The same for all rows, so that they can be compared. */
  span: { from: number; to: number };
  colour: string;
  width: number;
  height: number;
  /** A deploy that its onset is put down to. */
  mark?: { atMs: number; colour: string };
}

/** Room for the line's own width. */
const PAD = 2;

/** Low tide over the window, from its least to its most; broken where nothing was seen. */
export function Sparkline({ trend, span, colour, width, height, mark }: Props) {
  const told = trend.values.filter((value) => value !== null);
  const [low, high] = [Math.min(...told), Math.max(...told)];
  const x = (time: number) => PAD + ((time - span.from) / (span.to - span.from || 1)) * (width - 2 * PAD);
  const y = (value: number) => height - PAD - ((value - low) / (high - low || 1)) * (height - 2 * PAD);
  const label =
    told.length > 0 ? `Low tide from ${count(trendEnd(told, 0))} to ${count(trendEnd(told, -1))}` : 'Low tide not seen';
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {mark && mark.atMs >= span.from && mark.atMs <= span.to && (
        <line
          x1={x(mark.atMs)}
          x2={x(mark.atMs)}
          y1={0}
          y2={height}
          stroke={mark.colour}
          strokeWidth={1}
          strokeDasharray="3 2"
        />
      )}
      <path
        d={sparkPath(trend, x, y)}
        fill="none"
        stroke={colour}
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function trendEnd(told: readonly number[], at: number): number {
  return told.at(at) ?? 0;
}

/** A subpath for each run of values; one that stands alone is a dot. */
export function sparkPath(
  { times, values }: SuspectRow['trend'],
  x: (time: number) => number,
  y: (value: number) => number
): string {
  let path = '';
  let open = false;
  values.forEach((value, i) => {
    const time = times[i];
    if (value === null || time === undefined) {
      open = false;
      return;
    }
    const at = `${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    const alone = !open && values[i + 1] == null;
    path += `${open ? 'L' : 'M'}${at}${alone ? 'h0' : ''}`;
    open = true;
  });
  return path;
}
