import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Finding } from '../../../frames/contract';
import { InsideLink } from '../../../ui/InsideLink';
import { Prose } from '../../../ui/Prose';
import { VerdictBox, VerdictLine } from '../../../ui/VerdictBox';
import { isOfLiveHeap, moreLabel, plainVerdict, verdictOf } from './words';

interface Props {
  findings: readonly Finding[];
  compact: boolean;
  maxHeight: number;
  unfolded: boolean;
  onUnfold: (unfolded: boolean) => void;
  /** Where a heap profile can be looked at, below Grafana's own path. */
  heapPath: string;
  /** At the right end of a compact one: the switch of views, which has no other line there. */
  aside?: React.ReactNode;
  boxRef: React.Ref<HTMLDivElement>;
}

/** The first finding in a sentence, with its numbers; the others, and what all rest on, on request. */
export function MemoryVerdict(props: Props) {
  const { findings, compact, maxHeight, unfolded, onUnfold, heapPath, aside, boxRef } = props;
  const styles = useStyles2(getStyles);
  const verdict = verdictOf(findings);
  const more = findings.length > 0 && (
    <button
      type="button"
      className={styles.more}
      aria-expanded={unfolded}
      onClick={() => onUnfold(!unfolded)}
      data-testid="tidemark-findings-more"
    >
      {moreLabel(findings, unfolded)}
    </button>
  );
  const inside = isOfLiveHeap(findings) && (
    <InsideLink path={heapPath} title="Which code allocated what is still in use: the heap profile">
      Look inside the heap
    </InsideLink>
  );
  return (
    <VerdictBox
      boxRef={boxRef}
      tone={verdict.tone}
      compact={compact}
      maxHeight={maxHeight}
      title={compact ? plainVerdict(verdict) : undefined}
      // Beside a text that may scroll, for it must not scroll out of sight.
      aside={
        compact && (
          <div className={styles.aside}>
            {aside}
            {more}
            {inside}
          </div>
        )
      }
    >
      <b>{verdict.title}</b> <Prose text={verdict.text} />
      {verdict.advice && (
        <span className={styles.advice}>
          {' '}
          <Prose text={verdict.advice} />
        </span>
      )}
      {!compact && more && <> {more}</>}
      {!compact && inside && <> · {inside}</>}
    </VerdictBox>
  );
}

/** Where there is room for one line only. */
export function BriefMemoryVerdict({ findings }: { findings: readonly Finding[] }) {
  const verdict = verdictOf(findings);
  return (
    <VerdictLine tone={verdict.tone} title={plainVerdict(verdict)}>
      <b>{verdict.title}</b> {verdict.text}
    </VerdictLine>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  aside: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: 2 }),
  advice: css({ color: theme.colors.text.secondary }),
  more: css({
    padding: 0,
    border: 'none',
    background: 'transparent',
    font: 'inherit',
    color: theme.colors.text.link,
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
