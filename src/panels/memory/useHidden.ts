import { useCallback, useState } from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { BANDS, PARTS } from './stack';

/** What a click with a modifier key shows alone; lines stay, for they say how high it all is. */
const AREAS: readonly MemoryFieldName[] = [...BANDS, ...PARTS, 'residual'];

export type Toggle = (name: MemoryFieldName, alone: boolean) => void;

/** Which fields a person took out of the picture. */
export function useHidden(): [ReadonlySet<MemoryFieldName>, Toggle] {
  const [hidden, setHidden] = useState<ReadonlySet<MemoryFieldName>>(new Set());
  const toggle = useCallback<Toggle>((name, alone) => {
    setHidden((before) => {
      const others = AREAS.filter((one) => one !== name);
      if (alone && AREAS.includes(name)) {
        const isAlone = !before.has(name) && others.every((one) => before.has(one));
        return new Set(isAlone ? [] : others);
      }
      const after = new Set(before);
      return after.delete(name) ? after : after.add(name);
    });
  }, []);
  return [hidden, toggle];
}
