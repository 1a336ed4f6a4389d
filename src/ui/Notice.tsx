import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

export interface NoticeText {
  kind: 'waiting' | 'wrong' | 'error';
  title: string;
  /** What to do, or what happens next. */
  body: string;
}

interface Props extends NoticeText {
  width: number;
  height: number;
  testId: string;
}

const ICONS = { waiting: 'hourglass', wrong: 'question-circle', error: 'exclamation-triangle' } as const;

/** In place of a picture: why there is none, and what to do. A quiet tidemark behind it says what belongs here. */
export function Notice({ kind, title, body, width, height, testId }: Props) {
  const styles = useStyles2(getStyles);
  const roomy = height >= 110 && width >= 300;
  return (
    <div
      className={styles.box}
      style={{ width, height }}
      role={kind === 'error' ? 'alert' : 'status'}
      data-testid={testId}
      data-kind={kind}
    >
      {roomy && (
        <svg className={styles.water} viewBox="0 0 400 100" preserveAspectRatio="none" aria-hidden>
          <path d="M0 62 C60 50 90 30 150 30 S250 74 310 74 S370 66 400 66 V100 H0 Z" />
          <line x1="0" x2="400" y1="30" y2="30" vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      <div className={styles.text}>
        <div className={cx(styles.title, !roomy && styles.small)} title={roomy ? undefined : `${title}. ${body}`}>
          <Icon name={ICONS[kind]} className={kind === 'error' ? styles.error : styles.icon} /> {title}
        </div>
        {roomy && <div className={styles.body}>{body}</div>}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    overflow: 'hidden',
  }),
  water: css({
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    path: { fill: theme.colors.action.hover },
    line: { stroke: theme.colors.border.medium, strokeWidth: 1, strokeDasharray: '4 4' },
  }),
  text: css({ position: 'relative', maxWidth: 520, padding: theme.spacing(1), textAlign: 'center' }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  small: css({
    fontSize: theme.typography.bodySmall.fontSize,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    overflow: 'hidden',
  }),
  body: css({
    marginTop: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    overflowWrap: 'anywhere',
  }),
  icon: css({ color: theme.colors.text.secondary }),
  error: css({ color: theme.colors.error.text }),
});
