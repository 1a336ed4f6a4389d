import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { GoroutineSeries } from '../../frames/contract';
import type { SourceContext } from '../../frames/source';
import { useHover, type HoverStore } from '../../ui/plot/hover';
import { foldedStack } from './fold';
import { FrameList } from './FrameList';
import { namingFrame } from './naming';

const SHOWN = 12;

/** The stack, leaf first, the frame that it is called by emphasised. All of it once the tooltip is pinned. */
export function StackFrames(props: { series: GoroutineSeries; source: SourceContext | undefined; hover: HoverStore }) {
  const { series, source, hover } = props;
  const styles = useStyles2(getStyles);
  const pinned = useHover(hover)?.pinned ?? false;
  const frames = series.frames ?? [];
  const named = namingFrame(series);
  const functions = frames.map((frame) => frame.function);
  const whole = { from: 0, to: frames.length, isFolded: false };
  const stretches = pinned ? [whole] : foldedStack(functions, named, SHOWN);
  const folded = stretches.filter(({ isFolded }) => isFolded);
  return (
    <>
      {stretches.map((stretch) =>
        stretch.isFolded ? (
          <div key={stretch.from} className={styles.more}>
            … {stretch.to - stretch.from} more.{stretch === folded[0] && ' Click to keep this open and see all.'}
          </div>
        ) : (
          <FrameList
            key={stretch.from}
            frames={frames.slice(stretch.from, stretch.to)}
            named={named - stretch.from}
            source={source}
          />
        )
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({ paddingLeft: 10, color: theme.colors.text.secondary }),
});
