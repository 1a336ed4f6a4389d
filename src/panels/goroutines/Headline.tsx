import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Figure } from '../../ui/format';
import { Trouble } from '../../ui/Trouble';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { rowAt } from '../../ui/plot/view';
import { totalAt, type GoroutinesModel } from './frame';
import type { GroupLook } from './look';
import { nameOf } from './naming';
import { RankSwatch } from './RankSwatch';

interface Props {
  model: GoroutinesModel;
  looks: ReadonlyMap<string, GroupLook>;
  figure: Figure;
  hover: HoverStore;
  width: number;
}

/** Where there is room for one line only: how many, and the biggest group. */
export function Headline({ model, looks, figure, hover, width }: Props) {
  const styles = useStyles2(getStyles);
  const time = useHoverTime(hover);
  const hovered = time === null ? -1 : rowAt(model.times, time);
  const row = hovered >= 0 ? hovered : model.newest;
  const total = totalAt(model, row);
  const biggest = model.groups.find(({ rank }) => rank === 1);
  const most = biggest?.values[row];
  return (
    <div className={styles.line} style={{ width }}>
      <Trouble frame={model.frame} lean />
      <span data-testid="tidemark-goroutines-total" data-value={total ?? ''}>
        <b>{total === null ? '–' : figure(total)}</b> goroutines
      </span>
      {biggest && most != null && (
        <span className={styles.biggest}>
          <RankSwatch rank={1} look={looks.get(biggest.name)} />
          <b>{figure(most)}</b>
          <code className={styles.name}>{nameOf(biggest).title}</code>
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flex: 'none',
    gap: theme.spacing(1.5),
    height: 20,
    overflow: 'hidden',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    b: { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  biggest: css({ display: 'inline-flex', alignItems: 'center', gap: 5, minWidth: 0 }),
  name: css({
    padding: 0,
    margin: 0,
    border: 'none',
    background: 'transparent',
    color: 'inherit',
    fontSize: 11,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
});
