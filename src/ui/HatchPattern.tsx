import React from 'react';
import { hatchTile, type HatchLook } from './plot/hatch';

/** The plot's hatching for SVG: same tile, same line. */
export function HatchPattern({ id, look }: { id: string; look: HatchLook }) {
  const { tile, line } = hatchTile(look);
  const [from, to] = look.lean === '/' ? [tile, 0] : [0, tile];
  const rise = to - from;
  return (
    <defs>
      <pattern id={id} width={tile} height={tile} patternUnits="userSpaceOnUse">
        {look.ground && <rect width={tile} height={tile} fill={look.ground} />}
        {[-tile, 0, tile].map((shift) => (
          <line
            key={shift}
            x1={shift - tile}
            y1={from - rise}
            x2={shift + 2 * tile}
            y2={to + rise}
            stroke={look.line}
            strokeWidth={line}
          />
        ))}
      </pattern>
    </defs>
  );
}
