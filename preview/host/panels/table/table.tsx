import { css } from '@emotion/css';
import { getFieldDisplayName, PanelPlugin, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { customFields } from '../customFields';
import { Empty } from '../Empty';
import { Cell } from './Cell';
import { columnsOf, gridOf, TABLE_CUSTOM } from './columns';
import { InspectedCell } from './InspectedCell';
import React from 'react';

const MAX_ROWS = 500;

/** Rows and columns, enough to read what a query gave. Sorting, filters and cell types are Grafana's. */
function TableStandIn({ data, height }: PanelProps) {
  const styles = useStyles2(getStyles);
  const frame = data.series[0];
  const columns = frame ? columnsOf(frame) : [];
  if (!frame || columns.length === 0) {
    return <Empty />;
  }
  const { gridTemplateColumns, minWidth } = gridOf(columns);
  return (
    <div style={{ height, overflow: 'auto' }}>
      <table className={styles.table} style={{ minWidth }}>
        <thead>
          <tr style={{ gridTemplateColumns }}>
            {columns.map(({ field, align }, i) => (
              <th key={i} style={{ textAlign: align }}>
                {getFieldDisplayName(field, frame)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(frame.length, MAX_ROWS) }, (_, row) => (
            <tr key={row} style={{ gridTemplateColumns }}>
              {columns.map(({ align, field, isInspected }, i) => (
                <td key={i} style={{ textAlign: align }}>
                  {isInspected ? (
                    <InspectedCell field={field} row={row} />
                  ) : (
                    <div className={styles.content}>
                      <Cell field={field} row={row} />
                    </div>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {frame.length > MAX_ROWS && (
        <p className={styles.more}>
          {frame.length - MAX_ROWS} more rows, which this stand-in for Grafana&apos;s table leaves out.
        </p>
      )}
    </div>
  );
}

const PAD = 6;

const getStyles = (theme: GrafanaTheme2) => ({
  // Each row is a grid of the same columns: a table's own layout heeds no least width.
  table: css({
    display: 'block',
    'thead, tbody': { display: 'block' },
    tr: { display: 'grid' },
    td: { minWidth: 0, padding: PAD, borderBottom: `1px solid ${theme.colors.border.weak}` },
    thead: { position: 'sticky', top: 0, zIndex: 1 },
    th: {
      minWidth: 0,
      padding: PAD,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      background: theme.colors.background.primary,
      whiteSpace: 'nowrap',
      // A border would scroll away from under a head that stays.
      boxShadow: `inset 0 -1px ${theme.colors.border.weak}`,
    },
  }),
  // A text keeps its lines, and is no higher than a dozen of them.
  content: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 264, overflow: 'auto' }),
  more: css({ padding: 6, color: theme.colors.text.secondary }),
});

export const tablePanel = new PanelPlugin(TableStandIn).useFieldConfig({
  useCustomConfig: customFields(TABLE_CUSTOM, () => true),
});
