import type { DataFrame } from '@grafana/data';
import { useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import React, { useLayoutEffect, useReducer, useState } from 'react';
import { createPortal } from 'react-dom';
import type uPlot from 'uplot';
import { placeAnnotations } from './placeAnnotations';

interface Props {
  config: UPlotConfigBuilder;
  frames: readonly DataFrame[];
}

/** Dashed lines at moments and shades over stretches, each with a mark below it that has its text. */
export function Annotations({ config, frames }: Props) {
  const { getColorByName } = useTheme2().visualization;
  const [plot, setPlot] = useState<uPlot>();
  const [, redrawn] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    config.addHook('ready', setPlot);
    // The scale may have moved, and then so do the marks.
    config.addHook('draw', redrawn);
  }, [config]);
  if (!plot) {
    return null;
  }
  const placed = placeAnnotations(frames, (timeMs) => plot.valToPos(timeMs, 'x'), plot.over.clientWidth);
  return createPortal(
    placed.map(({ color, left, text, width }, i) => {
      const shown = getColorByName(color);
      return (
        <React.Fragment key={i}>
          <div style={{ ...LINE, left, width, borderColor: shown, borderRightWidth: width > 0 ? 2 : 0 }}>
            <div style={{ height: '100%', background: shown, opacity: 0.1 }} />
          </div>
          <div
            data-testid="annotation"
            title={text}
            style={{ ...MARK, left: left - 4, width: width + 8, background: shown }}
          />
        </React.Fragment>
      );
    }),
    plot.over
  );
}

const LINE: React.CSSProperties = {
  position: 'absolute',
  top: 0,
  bottom: 0,
  pointerEvents: 'none',
  borderStyle: 'dashed',
  borderWidth: '0 0 0 2px',
};

const MARK: React.CSSProperties = { position: 'absolute', bottom: -6, height: 5 };
