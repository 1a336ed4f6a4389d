import { css } from '@emotion/css';
import { FieldType, getFieldDisplayName, PanelPlugin, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { customFields } from '../customFields';
import { Empty } from '../Empty';
import { Cell } from './Cell';
import { columnsOf, TABLE_CUSTOM, type Column } from './columns';
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
  return (
    <div style={{ height, overflow: 'auto' }}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(({ field, align }, i) => (
              <th key={i} style={{ textAlign: align }}>
                {getFieldDisplayName(field, frame)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(frame.length, MAX_ROWS) }, (_, row) => (
            <tr key={row}>
              {columns.map((column, i) => (
                <td key={i} style={{ textAlign: column.align }}>
                  <div className={styles.content} style={sizeOf(column)}>
                    <Cell field={column.field} row={row} />
                  </div>
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

/**
 * A table cell ignores a width that its content does not fit in; a block within it does not. As in Grafana a column's
 * width is that of its cells with their padding.
 */
function sizeOf({ field, width, minWidth }: Column): React.CSSProperties {
  if (width !== undefined) {
    return { width: width - 2 * PAD };
  }
  const least = minWidth === undefined ? undefined : minWidth - 2 * PAD;
  return field.type === FieldType.string
    ? { minWidth: least ?? 80, maxWidth: 560, width: 'fit-content' }
    : { minWidth: least, whiteSpace: 'nowrap' };
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    td: { padding: PAD, borderBottom: `1px solid ${theme.colors.border.weak}`, verticalAlign: 'top' },
    th: {
      padding: PAD,
      position: 'sticky',
      top: 0,
      zIndex: 1,
      background: theme.colors.background.primary,
      whiteSpace: 'nowrap',
      // A border would scroll away from under a head that stays.
      boxShadow: `inset 0 -1px ${theme.colors.border.weak}`,
    },
    'td > div': { display: 'inline-block' },
  }),
  // A stack keeps its lines, and is no higher than a dozen of them.
  content: css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 264, overflow: 'auto' }),
  more: css({ padding: 6, color: theme.colors.text.secondary }),
});

export const tablePanel = new PanelPlugin(TableStandIn).useFieldConfig({
  useCustomConfig: customFields(TABLE_CUSTOM, () => true),
});
