import React, { useId } from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { HatchPattern } from '../../ui/HatchPattern';
import { useMemoryLook } from './look';

const SIDE = 12;

/** What is no plain block. */
const OTHERWISE: readonly MemoryFieldName[] = ['residual', 'LazyFree', 'MaxRSS', 'released', 'RSS', 'goResident'];

/** A field's look, so that shape says the same as colour: block, hatching, thick line, thin line, dotted line, dashed outline. */
export function Swatch({ name, on, below = false }: { name: MemoryFieldName; on: boolean; below?: boolean }) {
  const look = useMemoryLook();
  const id = useId();
  const colour = look.colour[name];
  const faint = on ? 1 : 0.35;
  return (
    <svg width={SIDE} height={SIDE} aria-hidden style={{ flex: 'none' }} opacity={faint}>
      {name === 'residual' && (
        <>
          <HatchPattern id={id} look={below ? look.deficit : look.residual} />
          {below && <rect width={SIDE} height={SIDE} fill={look.colour.runtime} />}
          <rect
            x={0.5}
            y={0.5}
            width={SIDE - 1}
            height={SIDE - 1}
            rx={1.5}
            fill={`url(#${id})`}
            stroke={below ? look.colour.runtime : colour}
          />
        </>
      )}
      {name === 'LazyFree' && (
        <>
          <HatchPattern id={id} look={look.lazyFree} />
          <rect x={0.5} y={0.5} width={SIDE - 1} height={SIDE - 1} rx={1.5} fill={`url(#${id})`} stroke={colour} />
        </>
      )}
      {name === 'MaxRSS' && (
        <line y1={SIDE / 2} x2={SIDE} y2={SIDE / 2} stroke={colour} strokeWidth={2} strokeDasharray="2 2.5" />
      )}
      {name === 'released' && (
        <rect x={1} y={1} width={SIDE - 2} height={SIDE - 2} fill="none" stroke={colour} strokeDasharray="2.5 2" />
      )}
      {name === 'RSS' && <rect y={SIDE / 2 - 1.5} width={SIDE} height={3} rx={1} fill={colour} />}
      {name === 'goResident' && <rect y={SIDE / 2 - 0.5} width={SIDE} height={1} fill={colour} />}
      {!OTHERWISE.includes(name) &&
        (on ? (
          <rect width={SIDE} height={SIDE} rx={2} fill={colour} />
        ) : (
          <rect x={1} y={1} width={SIDE - 2} height={SIDE - 2} rx={2} fill="none" stroke={colour} strokeWidth={2} />
        ))}
    </svg>
  );
}
