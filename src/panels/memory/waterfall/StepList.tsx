import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useId } from 'react';
import type { Figure } from '../../../ui/format';
import { HatchPattern } from '../../../ui/HatchPattern';
import type { Ceiling } from '../ceiling';
import { useMemoryLook } from '../look';
import { deltaOf, shareOf, shown, type MomentRow } from '../moment';
import { Swatch } from '../Swatch';
import { isNear } from '../view';
import { stepsOf, withoutBands, type Step } from './steps';

interface Props {
  rows: readonly MomentRow[];
  width: number;
  height: number;
  figure: Figure;
  limit?: Ceiling;
  showReleased: boolean;
  /** Of the window's start, for the deltas' heading. */
  since: string;
  /** The shown moment. */
  at: string;
}

export const HEAD = 18;
export const STEP_MIN = 12;
const STEP_MAX = 30;
/** Room beyond the longest bar. */
const SPARE = 1.04;

/** From HeapAlloc to RSS: each line begins where the one above it ended. */
export function StepList({ rows, width, height, figure, limit, showReleased, since, at }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const look = useMemoryLook();
  const id = useId();
  const all = stepsOf(rows).filter(({ name }) => showReleased || name !== 'released');
  const steps = HEAD + all.length * STEP_MIN > height ? withoutBands(all) : all;
  const rowHeight = Math.min(STEP_MAX, Math.floor((height - HEAD) / Math.max(1, steps.length)));
  const columns = columnsFor(width);
  const inSum = Math.max(0, ...steps.filter(({ kind }) => kind !== 'aside').map(({ from, to }) => Math.max(from, to)));
  const asides = steps.filter(({ kind, to }) => kind === 'aside' && isNear(to, inSum)).map(({ to }) => to);
  const ceiling = limit && isNear(limit.bytes, inSum) ? limit.bytes : 0;
  const most = Math.max(inSum, ceiling, ...asides) * SPARE || 1;
  const x = (bytes: number) => Math.min(1, bytes / most) * columns.track;
  const fill = (step: Step): string => {
    if (step.name === 'residual') {
      return `url(#${id}${step.to < step.from ? 'deficit' : 'residual'})`;
    }
    return step.name === 'LazyFree' ? `url(#${id}lazy)` : look.colour[step.name];
  };
  const trackLeft = columns.name + columns.formula;
  return (
    <div className={styles.box} style={{ width, height }}>
      <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
        <HatchPattern id={`${id}residual`} look={look.residual} />
        <HatchPattern id={`${id}deficit`} look={{ ...look.deficit, line: look.colour.runtime }} />
        <HatchPattern id={`${id}lazy`} look={look.lazyFree} />
      </svg>
      <div className={styles.head} style={{ height: HEAD }}>
        <span style={{ width: trackLeft }} className={styles.at}>
          {at}
        </span>
        <span style={{ width: columns.track }} />
        <span style={{ width: columns.value }} />
        {columns.share > 0 && <span style={{ width: columns.share }}>of RSS</span>}
        {columns.delta > 0 && <span style={{ width: columns.delta }}>since {since}</span>}
      </div>
      <div role="list" aria-label="From HeapAlloc to RSS" className={styles.rows}>
        {steps.map((step, i) => (
          <Tooltip
            key={step.name}
            placement="top"
            content={
              <>
                <b>{step.title}</b> = {step.formula}. {step.text}
              </>
            }
          >
            <div
              role="listitem"
              tabIndex={0}
              className={cx(styles.row, step.kind === 'sum' && styles.sum, step.kind === 'aside' && styles.aside)}
              style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}
              data-testid={`tidemark-memory-step-${step.name}`}
              data-value={step.value ?? ''}
            >
              <span className={styles.name} style={{ width: columns.name }}>
                <Swatch name={step.name} on below={(step.value ?? 0) < 0} />{' '}
                <span className={styles.cut}>{step.title}</span>
              </span>
              {columns.formula > 0 && (
                <span className={styles.formula} style={{ width: columns.formula }}>
                  {step.formula}
                </span>
              )}
              <svg width={columns.track} height={rowHeight} aria-hidden className={styles.track}>
                {step.kind !== 'aside' && i > 0 && step.kind === 'part' && (
                  <line x1={x(step.from)} x2={x(step.from)} y2={rowHeight / 2} stroke={theme.colors.border.strong} />
                )}
                <rect
                  x={x(Math.min(step.from, step.to)) + (step.kind === 'aside' ? 0.5 : 0)}
                  y={step.kind === 'sum' ? rowHeight * 0.3 : rowHeight * 0.16}
                  width={Math.max(1, x(Math.max(step.from, step.to)) - x(Math.min(step.from, step.to)))}
                  height={step.kind === 'sum' ? rowHeight * 0.4 : rowHeight * 0.68}
                  fill={step.kind === 'aside' ? 'none' : fill(step)}
                  stroke={step.kind === 'aside' ? look.colour[step.name] : 'none'}
                  strokeDasharray="4 3"
                />
              </svg>
              <span className={styles.value} style={{ width: columns.value }}>
                {shown(figure, step.value)}
              </span>
              {columns.share > 0 && (
                <span className={styles.quiet} style={{ width: columns.share }}>
                  {step.kind === 'aside' ? '' : shareOf(step, rows)}
                </span>
              )}
              {columns.delta > 0 && (
                <span className={styles.quiet} style={{ width: columns.delta }}>
                  {deltaOf(step, figure)}
                </span>
              )}
            </div>
          </Tooltip>
        ))}
      </div>
      {limit && ceiling > 0 && (
        <div
          className={styles.limit}
          style={{ left: trackLeft + x(ceiling), height: HEAD + rowHeight * steps.length, borderColor: look.limit }}
        >
          <span style={{ color: look.limit }}>
            {limit.name} {figure(limit.bytes)}
          </span>
        </div>
      )}
    </div>
  );
}

function columnsFor(width: number) {
  const wide = {
    name: width >= 420 ? 150 : 112,
    formula: width >= 900 ? 250 : 0,
    value: 74,
    share: width >= 480 ? 56 : 0,
    delta: width >= 620 ? 104 : 0,
  };
  return { ...wide, track: Math.max(40, width - wide.name - wide.formula - wide.value - wide.share - wide.delta) };
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'relative',
    flex: 'none',
    overflow: 'hidden',
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  }),
  head: css({
    display: 'flex',
    fontSize: 11,
    lineHeight: `${HEAD}px`,
    color: theme.colors.text.secondary,
    '> span': { flex: 'none', textAlign: 'right' },
  }),
  at: css({ '&&': { textAlign: 'left' } }),
  rows: css({}),
  row: css({
    display: 'flex',
    alignItems: 'center',
    '> *': { flex: 'none' },
    '&:hover, &:focus-visible': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  sum: css({ fontWeight: theme.typography.fontWeightMedium, borderTop: `1px solid ${theme.colors.border.weak}` }),
  aside: css({ color: theme.colors.text.secondary }),
  name: css({ display: 'flex', alignItems: 'center', gap: 6 }),
  cut: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  formula: css({
    paddingRight: 12,
    fontSize: 11,
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  track: css({ display: 'block' }),
  value: css({ textAlign: 'right' }),
  quiet: css({
    textAlign: 'right',
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
  }),
  limit: css({
    position: 'absolute',
    top: 0,
    borderLeft: '1px dashed',
    pointerEvents: 'none',
    span: { position: 'absolute', right: 4, top: 0, fontSize: 11, lineHeight: `${HEAD}px` },
  }),
});
