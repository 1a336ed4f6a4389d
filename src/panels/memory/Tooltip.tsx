import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { clock, count, type Figure } from '../../ui/format';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { originText } from '../../ui/plot/origins';
import { rowAt } from '../../ui/plot/view';
import { cyclesAt } from './collections';
import type { MemoryModel } from './frame';
import { deltaOf, momentRows, shareOf, shown, topDown } from './moment';
import { APART } from './share';
import { Swatch } from './Swatch';

interface Props {
  model: MemoryModel;
  figure: Figure;
  hover: HoverStore;
  timeZone: TimeZone;
  windowMs: number;
}

/** Every figure at the hovered moment, its share of RSS, and how far it moved since the window's start. */
export function MemoryTooltip({ model, figure, hover, timeZone, windowMs }: Props) {
  const styles = useStyles2(getStyles);
  const time = useHoverTime(hover);
  const row = time === null ? -1 : rowAt(model.times, time);
  if (time === null || row < 0) {
    return null;
  }
  const rows = topDown(momentRows(model, row));
  const told = rows.some(({ value }) => value !== null);
  const cycles = cyclesAt(model, row);
  const start = model.times[model.first]!;
  return (
    <>
      <div className={styles.head}>
        <span className={styles.time}>{clock(time, timeZone, windowMs)}</span>
        {told && originText(model.meta.origins, time)}
      </div>
      {!told && <div className={styles.quiet}>Not seen: nothing was scraped at this moment.</div>}
      {told && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th />
              <th>at this moment</th>
              <th>of RSS</th>
              <th>since {clock(start, timeZone, windowMs)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr
                key={one.name}
                className={cx(one.name === 'RSS' && styles.strong, one.role === 'part' && styles.part)}
              >
                <th scope="row">
                  <Swatch name={one.name} on below={(one.value ?? 0) < 0} /> {one.title}
                </th>
                <td>{shown(figure, one.value)}</td>
                <td className={styles.quiet}>{APART.includes(one.name) ? '' : shareOf(one, rows)}</td>
                <td className={styles.quiet}>{deltaOf(one, figure)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {cycles !== null && (
        <div className={styles.quiet}>
          {cycles === 0 ? 'No GC cycle' : cycles === 1 ? '1 GC cycle' : `${count(cycles)} GC cycles`} since the scrape
          before
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', gap: 10, marginBottom: 4, color: theme.colors.text.secondary }),
  time: css({ fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.primary }),
  quiet: css({ color: theme.colors.text.secondary }),
  strong: css({ 'th, td': { fontWeight: theme.typography.fontWeightMedium } }),
  part: css({ '&& th:first-of-type': { paddingLeft: 10 } }),
  table: css({
    'th, td': { padding: '1px 0 1px 16px', textAlign: 'right', fontWeight: 'inherit', whiteSpace: 'nowrap' },
    'th:first-of-type': { paddingLeft: 0, textAlign: 'left' },
    'thead th': { color: theme.colors.text.secondary, fontSize: 11 },
    'tbody svg': { verticalAlign: -2, marginRight: 4 },
  }),
});
