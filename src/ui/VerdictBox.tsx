import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

/** How bad it is. `quiet`: not known yet. */
export type Tone = 'ok' | 'info' | 'warning' | 'critical' | 'quiet';

/** Shape and word say the same as colour, for those who do not see it. */
const SIGNS = {
  ok: { icon: 'check-circle', word: 'All right' },
  info: { icon: 'info-circle', word: 'Worth knowing' },
  warning: { icon: 'exclamation-triangle', word: 'Warning' },
  critical: { icon: 'exclamation-circle', word: 'Critical' },
  quiet: { icon: 'hourglass', word: 'Not known yet' },
} as const;

const PAD = 7;
const LINE = 20;
const COMPACT_LINE = 18;

interface BoxProps {
  tone: Tone;
  /** Smaller letters. */
  compact: boolean;
  maxHeight: number;
  /** All of it, where not all may be in sight. */
  title?: string;
  /** At the right end of the first line. */
  aside?: React.ReactNode;
  children: React.ReactNode;
  boxRef: React.Ref<HTMLDivElement>;
}

/** The answer, before anything else, on a ground that says how bad it is. */
export function VerdictBox({ tone, compact, maxHeight, title, aside, children, boxRef }: BoxProps) {
  const styles = useStyles2(getStyles);
  const line = compact ? COMPACT_LINE : LINE;
  // Whole lines: half of one looks broken.
  const lines = Math.max(1, Math.floor((maxHeight - 2 * PAD) / line));
  return (
    <div
      ref={boxRef}
      className={cx(styles.box, compact && styles.compact, styles[tone])}
      style={{ lineHeight: `${line}px` }}
      data-testid="tidemark-verdict"
      data-verdict={tone}
    >
      <Sign tone={tone} />
      <div className={styles.text} style={{ maxHeight: lines * line }} title={title}>
        {children}
      </div>
      {aside}
    </div>
  );
}

/** The answer in one line, where there is room for no more. */
export function VerdictLine({ tone, title, children }: Pick<BoxProps, 'tone' | 'title' | 'children'>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={cx(styles.line, styles[tone])} title={title} data-testid="tidemark-verdict" data-verdict={tone}>
      <Sign tone={tone} />
      <span className={styles.cut}>{children}</span>
    </div>
  );
}

export function Sign({ tone }: { tone: Tone }) {
  const styles = useStyles2(getSignStyles);
  const { icon, word } = SIGNS[tone];
  return (
    <span className={cx(styles.sign, styles[tone])} role="img" aria-label={word}>
      <Icon name={icon} size="sm" />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: 8,
    flex: 'none',
    padding: `${PAD}px 10px`,
    borderLeft: '3px solid',
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
    b: { color: theme.colors.text.maxContrast, fontWeight: 600 },
  }),
  text: css({ flex: 1, minWidth: 0, overflow: 'auto', scrollbarWidth: 'thin' }),
  compact: css({ fontSize: theme.typography.bodySmall.fontSize }),
  line: css({
    display: 'flex',
    flex: 'none',
    alignItems: 'center',
    gap: 6,
    height: 20,
    padding: '0 6px',
    borderLeft: '3px solid',
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '20px',
    color: theme.colors.text.primary,
    fontVariantNumeric: 'tabular-nums',
    b: { color: theme.colors.text.maxContrast, fontWeight: 600 },
  }),
  cut: css({ minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  ok: css({ background: theme.colors.success.transparent, borderColor: theme.colors.success.main }),
  info: css({ background: theme.colors.info.transparent, borderColor: theme.colors.info.main }),
  warning: css({ background: theme.colors.warning.transparent, borderColor: theme.colors.warning.main }),
  critical: css({ background: theme.colors.error.transparent, borderColor: theme.colors.error.main }),
  quiet: css({ background: theme.colors.background.secondary, borderColor: theme.colors.border.strong }),
});

const getSignStyles = (theme: GrafanaTheme2) => ({
  sign: css({ display: 'inline-flex', flex: 'none', alignItems: 'center', height: '1lh' }),
  ok: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warning: css({ color: theme.colors.warning.text }),
  critical: css({ color: theme.colors.error.text }),
  quiet: css({ color: theme.colors.text.secondary }),
});
