import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { GoroutineSeries } from '../../frames/contract';
import type { SourceContext } from '../../frames/source';
import { useHover, type HoverStore } from '../../ui/plot/hover';
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
  const shown = pinned ? frames : frames.slice(0, SHOWN);
  const hidden = frames.length - shown.length;
  return (
    <>
      <FrameList frames={shown} named={named} source={source} />
      {hidden > 0 && <div className={styles.more}>… {hidden} more. Click to keep this open and see all.</div>}
      {named >= SHOWN && !pinned && <FrameList frames={frames.slice(named, named + 1)} named={0} source={source} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({ marginTop: 4, paddingLeft: 10, color: theme.colors.text.secondary }),
});
