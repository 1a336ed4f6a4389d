import { useTheme2 } from '@grafana/ui';
import React, { useId } from 'react';
import type { MemoryFieldName } from '../../../frames/contract';
import { HatchPattern } from '../../../ui/HatchPattern';
import { useMemoryLook } from '../look';
import type { Segment } from './segments';

export const BAR = { left: 6, width: 24, leaderEnd: 54 };

interface Props {
  width: number;
  height: number;
  segments: readonly Segment[];
  /** Pixels from the top for a value; the plot's own scale, so that bar and picture are level. */
  yOf: (value: number) => number;
  /** Where each row of the legend stands. */
  rowY: ReadonlyMap<MemoryFieldName, number>;
  /** The residual is negative: the kernel counts less than Go does. */
  below: boolean;
}

/** The bar of one moment, and a line from each part to its name. */
export function Bar({ width, height, segments, yOf, rowY, below }: Props) {
  const theme = useTheme2();
  const look = useMemoryLook();
  const id = useId();
  const { left, width: barWidth, leaderEnd } = BAR;
  const right = left + barWidth;
  return (
    <svg width={width} height={height} aria-hidden style={{ position: 'absolute', top: 0, left: 0 }}>
      <HatchPattern id={id} look={below ? look.deficit : look.residual} />
      <HatchPattern id={`${id}dense`} look={look.lazyFree} />
      {segments.map(({ name, from, to }) => {
        const [top, bottom] = [yOf(to), yOf(from)];
        const tall = Math.max(bottom - top, 0.75);
        switch (name) {
          case 'goResident':
            return <line key={name} x1={left - 4} x2={right + 4} y1={top} y2={top} stroke={look.colour.goResident} />;
          case 'RSS':
            return (
              <rect key={name} x={left - 4} y={top - 1.25} width={barWidth + 8} height={2.5} fill={look.colour.RSS} />
            );
          case 'residual':
            return <rect key={name} x={left} y={top} width={barWidth} height={tall} fill={`url(#${id})`} />;
          case 'LazyFree':
            return <rect key={name} x={left} y={top} width={barWidth} height={tall} fill={`url(#${id}dense)`} />;
          case 'MaxRSS':
            return (
              <line
                key={name}
                x1={left - 4}
                x2={right + 4}
                y1={top}
                y2={top}
                stroke={look.colour.MaxRSS}
                strokeWidth={2}
                strokeDasharray="2 2.5"
              />
            );
          case 'released':
            return (
              <rect
                key={name}
                x={left - 3.5}
                y={top}
                width={barWidth + 7}
                height={tall}
                fill="none"
                stroke={look.colour.released}
                strokeDasharray="4 3"
              />
            );
          default:
            return <rect key={name} x={left} y={top} width={barWidth} height={tall} fill={look.colour[name]} />;
        }
      })}
      {segments.map(({ name, from, to }) => {
        const y = rowY.get(name);
        const anchor = name === 'released' ? yOf(to) : (yOf(from) + yOf(to)) / 2;
        return (
          y !== undefined && (
            <polyline
              key={name}
              points={`${right + 5},${anchor} ${right + 8},${anchor} ${leaderEnd - 4},${y} ${leaderEnd - 1},${y}`}
              fill="none"
              stroke={theme.colors.border.strong}
            />
          )
        );
      })}
    </svg>
  );
}
