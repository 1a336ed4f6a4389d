import { css } from '@emotion/css';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { clock, type Figure } from '../../../ui/format';
import { useHoverTime, type HoverStore } from '../../../ui/plot/hover';
import { TimePlot } from '../../../ui/plot/TimePlot';
import { rowAt } from '../../../ui/plot/view';
import type { Ceiling } from '../ceiling';
import type { MemoryModel } from '../frame';
import { momentRows, shown } from '../moment';
import { usePlot, type PlotSituation } from '../usePlot';
import { HEAD, STEP_MIN, StepList } from './StepList';

interface Props {
  model: MemoryModel;
  width: number;
  height: number;
  figure: Figure;
  limit: Ceiling | undefined;
  hover: HoverStore;
  timeZone: TimeZone;
  /** Of the strip that the moment is chosen from. */
  strip: Pick<PlotSituation, 'options' | 'marks' | 'range' | 'look' | 'onZoom'>;
  /** The moment in words. */
  label: string;
}

const STRIP = 56;
const NONE: PlotSituation['hidden'] = new Set();

/** The steps of one moment, the hovered one or else the newest, over a strip of RSS to choose it from. */
export function WaterfallView({ model, width, height, figure, limit, hover, timeZone, strip, label }: Props) {
  const styles = useStyles2(getStyles);
  const hovered = useHoverTime(hover);
  const hoveredRow = hovered === null ? -1 : rowAt(model.times, hovered);
  const row = hoveredRow >= 0 ? hoveredRow : model.newest;
  const rows = momentRows(model, row);
  const { from, to } = strip.range;
  const size = { width, height: STRIP };
  const plot = usePlot({ ...strip, model, hidden: NONE, limit: undefined, hover, timeZone, size, lean: true });
  const withStrip = height - STRIP >= rows.length * STEP_MIN + HEAD;
  const at = clock(model.times[row]!, timeZone, to - from);
  return (
    <div className={styles.view} style={{ width, height }} data-testid="tidemark-memory-waterfall">
      <StepList
        rows={rows}
        width={width}
        height={height - (withStrip ? STRIP : 0)}
        figure={figure}
        limit={limit}
        showReleased={strip.options.showReleased}
        since={clock(model.times[model.first]!, timeZone, to - from)}
        at={`${hoveredRow >= 0 ? 'At' : 'Newest,'} ${at}`}
      />
      {withStrip && (
        <TimePlot
          {...size}
          {...plot}
          frame={model.frame}
          hover={hover}
          label={label}
          timeZone={timeZone}
          testId="tidemark-memory-plot"
          tooltip={
            <>
              {at} {rows.flatMap(({ name, value }) => (name === 'RSS' ? [`RSS ${shown(figure, value)}`] : []))}
            </>
          }
        />
      )}
    </div>
  );
}

const getStyles = () => ({
  view: css({ display: 'flex', flexDirection: 'column', justifyContent: 'space-between' }),
});
