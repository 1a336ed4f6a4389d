import { css, cx } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Trouble } from '../../../ui/Trouble';
import { shortName } from '../../../frames/goName';
import { plainSentence, type Sentence } from './sentence';

interface Props {
  sentence: Sentence;
  /** Smaller, and without what follows from the answer: that is in the title then. */
  compact: boolean;
  maxHeight: number;
  /** Whose warnings are to be shown here; absent where they are shown elsewhere. */
  warningsOf?: DataFrame;
  boxRef: React.Ref<HTMLDivElement>;
}

const PAD = 7;
const LINE = 20;
const COMPACT_LINE = 18;
const MORE_WIDTH = 340;

/** The answer, before anything else: red where something leaks, green where nothing does, grey before it is known. */
export function Banner({ sentence, compact, maxHeight, warningsOf, boxRef }: Props) {
  const styles = useStyles2(getStyles);
  const { verdict, lead, function: name, rest, outlook, aside } = sentence;
  const line = compact ? COMPACT_LINE : LINE;
  return (
    <div
      ref={boxRef}
      className={cx(styles.banner, compact && styles.compact, styles[verdict])}
      // Whole lines: half of one looks broken.
      style={{
        maxHeight: Math.max(1, Math.floor((maxHeight - 2 * PAD) / line)) * line + 2 * PAD,
        lineHeight: `${line}px`,
      }}
      title={compact ? plainSentence(sentence) : undefined}
      data-testid="tidemark-verdict"
      data-verdict={verdict}
    >
      {warningsOf && <Trouble frame={warningsOf} lean />}
      <b>{lead}</b>
      {name !== undefined && (
        <>
          {' in '}
          <code className={styles.code} title={name}>
            {shortName(name)}
          </code>
        </>
      )}
      {rest}
      {outlook && !compact && ` ${outlook}`}
      {aside && !(compact && verdict === 'leaking') && <span className={styles.aside}> {aside}</span>}
    </div>
  );
}

/** The answer in one line, where there is room for no more. */
export function BriefVerdict(props: { sentence: Sentence; width: number; warningsOf?: DataFrame }) {
  const { sentence, width, warningsOf } = props;
  const styles = useStyles2(getStyles);
  const { verdict, brief, briefMore, function: name } = sentence;
  return (
    <div
      className={cx(styles.line, styles[verdict])}
      title={plainSentence(sentence)}
      data-testid="tidemark-verdict"
      data-verdict={verdict}
    >
      {warningsOf && <Trouble frame={warningsOf} lean />}
      <b>{brief}</b>
      {name !== undefined && <code className={styles.code}>{shortName(name)}</code>}
      {briefMore && width >= MORE_WIDTH && <span className={cx(styles.aside, styles.more)}>{briefMore}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  banner: css({
    flex: 'none',
    overflow: 'auto',
    padding: `${PAD}px 12px`,
    borderLeft: '3px solid',
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
    b: { color: theme.colors.text.maxContrast, fontWeight: 600 },
  }),
  more: css({ flex: '0 2 auto', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }),
  compact: css({ fontSize: theme.typography.bodySmall.fontSize }),
  line: css({
    display: 'flex',
    flex: 'none',
    alignItems: 'center',
    gap: 8,
    height: 20,
    padding: '0 6px',
    overflow: 'hidden',
    borderLeft: '3px solid',
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '20px',
    color: theme.colors.text.primary,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    b: { fontWeight: 600 },
    code: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  leaking: css({ background: theme.colors.error.transparent, borderColor: theme.colors.error.main }),
  healthy: css({ background: theme.colors.success.transparent, borderColor: theme.colors.success.main }),
  unjudged: css({ background: theme.colors.background.secondary, borderColor: theme.colors.border.strong }),
  code: css({ padding: 0, margin: 0, border: 'none', background: 'transparent', color: 'inherit', fontSize: '0.9em' }),
  aside: css({ color: theme.colors.text.secondary }),
});
