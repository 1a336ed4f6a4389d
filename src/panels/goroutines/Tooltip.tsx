import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { clock, percent, signed, type Figure } from '../../ui/format';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { originText } from '../../ui/plot/origins';
import { rowAt } from '../../ui/plot/view';
import { totalAt, type GoroutinesModel } from './frame';
import type { GroupLook } from './look';
import { nameOf } from './naming';
import { usePointed, type PointedStore } from './pointed';
import { RankSwatch } from './RankSwatch';
import { momentOf } from './stack';
import { StackFrames } from './StackFrames';

interface Props {
  model: GoroutinesModel;
  looks: ReadonlyMap<string, GroupLook>;
  figure: Figure;
  hover: HoverStore;
  pointed: PointedStore;
  timeZone: TimeZone;
  windowMs: number;
}

/** The group under the pointer with its whole stack; off the areas, the total. */
export function GoroutinesTooltip({ model, looks, figure, hover, pointed, timeZone, windowMs }: Props) {
  const styles = useStyles2(getStyles);
  const time = useHoverTime(hover);
  const name = usePointed(pointed);
  const row = time === null ? -1 : rowAt(model.times, time);
  if (time === null || row < 0) {
    return null;
  }
  const total = totalAt(model, row);
  const group = model.groups.find((one) => one.name === name);
  const moment = group && momentOf(group, row, model.first);
  const since = clock(model.times[model.first]!, timeZone, windowMs);
  return (
    <>
      <div className={styles.head}>
        <span className={styles.time}>{clock(time, timeZone, windowMs)}</span>
        {total === null ? 'Not seen: nothing was scraped at this moment.' : `${figure(total)} goroutines`}
        {total !== null && <span>{originText(model.meta.origins, time)}</span>}
      </div>
      {group && moment?.value != null && total !== null && (
        <>
          <div className={styles.group}>
            <RankSwatch rank={group.rank} look={looks.get(group.name)} />
            <b>{figure(moment.value)}</b>
            <span className={styles.quiet}>
              {group.series.role !== 'total' && `${percent(moment.value, total)} of all, `}
            </span>
            <span className={styles.quiet}>
              {moment.change !== null && `${signed(figure, moment.change)} since ${since}`}
            </span>
            {group.series.blockedOn && <span className={styles.blocked}>{group.series.blockedOn}</span>}
          </div>
          {group.stacks !== undefined && group.stacks > 1 && (
            <div className={styles.quiet}>{group.stacks} stacks that grow together, of which the leading one is:</div>
          )}
          {group.series.frames ? (
            <StackFrames series={group.series} source={model.meta.probe.source} hover={hover} />
          ) : (
            <div>{nameOf(group).title}</div>
          )}
        </>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', gap: 10, color: theme.colors.text.secondary }),
  time: css({ fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.primary }),
  group: css({ display: 'flex', alignItems: 'center', gap: 6, margin: '6px 0' }),
  quiet: css({ color: theme.colors.text.secondary }),
  blocked: css({
    marginLeft: 'auto',
    padding: '0 6px',
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.text.secondary,
  }),
});
