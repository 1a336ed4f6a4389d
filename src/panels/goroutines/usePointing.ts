import { useCallback, useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import type { HoverStore } from '../../ui/plot/hover';
import { rowAt, viewOf } from '../../ui/plot/view';
import type { PointedStore } from './pointed';
import { groupAt } from './stack';
import type { GoroutinesView } from './view';

const REACH_PX = 14;

/** Ties plot, pointer and table together: the group under the pointer is pointed at, the one pointed at stands out. */
export function usePointing(
  hover: HoverStore,
  pointed: PointedStore,
  style: 'area' | 'lines'
): (plot: uPlot | null) => void {
  const plot = useRef<uPlot | null>(null);
  const take = useCallback((u: uPlot | null) => {
    plot.current = u;
  }, []);

  useEffect(
    () =>
      hover.subscribe(() => {
        const u = plot.current;
        const at = hover.get();
        if (!u || at?.pinned) {
          return;
        }
        if (!at?.own) {
          pointed.set(null);
          return;
        }
        const { columns, groups } = viewOf<GoroutinesView>(u);
        const reach = Math.abs(u.posToVal(0, 'y') - u.posToVal(REACH_PX, 'y'));
        const index = groupAt(columns, rowAt(u.data[0] as number[], at.time), at.y, style, reach);
        pointed.set(groups[index]?.name ?? null);
      }),
    [hover, pointed, style]
  );

  useEffect(
    () =>
      pointed.subscribe(() => {
        const u = plot.current;
        if (!u) {
          return;
        }
        const name = pointed.get();
        const index = viewOf<GoroutinesView>(u).groups.findIndex((group) => group.name === name);
        u.setSeries(index < 0 ? null : index + 1, { focus: true });
      }),
    [pointed]
  );
  return take;
}
