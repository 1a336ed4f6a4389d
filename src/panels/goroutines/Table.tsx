import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Figure } from '../../ui/format';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { rowAt } from '../../ui/plot/view';
import type { GoroutinesModel } from './frame';
import { TABLE_HEAD } from './layout';
import type { GroupLook } from './look';
import { usePointed, type PointedStore } from './pointed';
import { Row } from './Row';
import { momentOf } from './stack';

interface Props {
  model: GoroutinesModel;
  size: { width: number; height: number };
  rowHeight: number;
  looks: ReadonlyMap<string, GroupLook>;
  figure: Figure;
  hover: HoverStore;
  pointed: PointedStore;
  isolated: string | null;
  onIsolate: (name: string) => void;
  /** The window's first moment, for a person. */
  since: string;
}

/** Legend and table in one: a row for each series, highest peak first. */
export function Table({ model, size, rowHeight, looks, figure, hover, pointed, isolated, onIsolate, since }: Props) {
  const styles = useStyles2(getStyles);
  const time = useHoverTime(hover);
  const hovered = time === null ? -1 : rowAt(model.times, time);
  const row = hovered >= 0 ? hovered : model.newest;
  const marked = usePointed(pointed);
  const what =
    model.meta.groupBy === 'total'
      ? ''
      : model.meta.groupBy === 'function'
        ? 'Function'
        : 'Stack, first frame of your code';
  return (
    <div className={styles.box} style={size}>
      <div className={styles.head}>
        <span className={styles.what}>{what}</span>
        <span className={styles.number}>{hovered >= 0 ? 'Then' : 'Now'}</span>
        <span className={styles.number} title={`Since ${since}`}>
          Change
        </span>
      </div>
      <ul className={styles.rows} style={{ height: size.height - TABLE_HEAD }}>
        {model.groups.map((group) => (
          <li key={group.name}>
            <Row
              group={group}
              look={looks.get(group.name)}
              moment={momentOf(group, row, model.first)}
              figure={figure}
              height={rowHeight}
              marked={marked === group.name}
              state={isolated === null ? 'all' : isolated === group.name ? 'alone' : 'away'}
              onPoint={pointed.set}
              onIsolate={onIsolate}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ flex: 'none', overflow: 'hidden' }),
  head: css({
    display: 'flex',
    height: TABLE_HEAD,
    padding: '0 10px 0 6px',
    fontSize: 11,
    lineHeight: `${TABLE_HEAD}px`,
    color: theme.colors.text.secondary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  what: css({ flex: 1, minWidth: 0, overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis' }),
  number: css({ flex: 'none', width: 62, textAlign: 'right' }),
  rows: css({ margin: 0, padding: 0, listStyle: 'none', overflowY: 'auto', scrollbarWidth: 'thin' }),
});
