import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Figure } from '../../ui/format';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { rowAt } from '../../ui/plot/view';
import { memoryNote } from './chips';
import type { MemoryModel } from './frame';
import { headline, momentRows, shown } from './moment';
import { Trouble } from '../../ui/Trouble';
import { Swatch } from './Swatch';

interface Props {
  model: MemoryModel;
  figure: Figure;
  hover: HoverStore;
  width: number;
}

/** The width of the warning sign. */
const SIGN = 44;

/** Where there is room for one line only: the figures that decide. The narrower, the fewer. */
export function Headline({ model, figure, hover, width }: Props) {
  const styles = useStyles2(getStyles);
  const hovered = useHoverTime(hover);
  const hoveredRow = hovered === null ? -1 : rowAt(model.times, hovered);
  const rows = momentRows(model, hoveredRow >= 0 ? hoveredRow : model.newest);
  const figures = headline(rows);
  const warned = model.frame.meta?.notices?.some(({ severity }) => severity === 'warning') ?? false;
  const decisive =
    figures.length > 2 && width - (warned ? SIGN : 0) < 376
      ? figures.filter(({ name }) => name !== 'goResident')
      : figures;
  return (
    <div className={styles.line} style={{ width }}>
      <Trouble frame={model.frame} lean />
      {!model.columns.RSS && (
        <span title={memoryNote(model, figure)} data-testid="tidemark-memory-chip-note">
          RSS not known
        </span>
      )}
      {decisive.map((row) => (
        <span
          key={row.name}
          className={styles.item}
          title={`${row.title} = ${row.formula}`}
          data-testid={`tidemark-memory-legend-${row.name}`}
          data-value={row.value ?? ''}
        >
          <Swatch name={row.name} on below={(row.value ?? 0) < 0} />
          {row.title} <b>{shown(figure, row.value)}</b>
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flex: 'none',
    // What does not fit falls out of sight whole: half a figure would be a wrong one.
    flexWrap: 'wrap',
    columnGap: theme.spacing(1.5),
    height: 20,
    overflow: 'hidden',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    b: { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: 5 }),
});
