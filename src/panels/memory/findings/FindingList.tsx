import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Finding } from '../../../frames/contract';
import { clock, type Figure } from '../../../ui/format';
import { Prose } from '../../../ui/Prose';
import { Sign } from '../../../ui/VerdictBox';
import { evidenceFigure } from './words';

interface Props {
  findings: readonly Finding[];
  height: number;
  figure: Figure;
  timeZone: TimeZone;
  windowMs: number;
  contentRef: React.Ref<HTMLDivElement>;
}

/** Every finding with what it rests on and what it cannot see. What the verdict above says is not said again. */
export function FindingList({ findings, height, figure, timeZone, windowMs, contentRef }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.scroll} style={{ height }} tabIndex={0} role="region" aria-label="Findings">
      <div ref={contentRef}>
        {findings.map((finding, i) => (
          <article key={finding.id} className={styles.finding} data-testid="tidemark-finding" data-finding={finding.id}>
            <div className={styles.words}>
              <h4 className={styles.title}>
                <Sign tone={finding.severity} /> {finding.title}
              </h4>
              {i > 0 && (
                <p className={styles.text}>
                  <Prose text={finding.text} />
                </p>
              )}
              {i > 0 && finding.advice && (
                <p className={styles.text}>
                  <Prose text={finding.advice} />
                </p>
              )}
              {finding.cannotSee && <p className={styles.quiet}>What this cannot see: {finding.cannotSee}</p>}
            </div>
            <table className={styles.evidence}>
              <tbody>
                {finding.evidence.map((one, row) => (
                  <tr key={row}>
                    <th scope="row">{one.metric}</th>
                    <td>{evidenceFigure(one, figure)}</td>
                    <td className={styles.at}>{clock(one.at, timeZone, windowMs)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </article>
        ))}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    flex: 'none',
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    fontVariantNumeric: 'tabular-nums',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  finding: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: 24,
    rowGap: 4,
    padding: '6px 12px',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:last-of-type': { borderBottom: 'none' },
  }),
  words: css({ flex: '0 1 640px', minWidth: 240 }),
  title: css({ display: 'flex', gap: 6, margin: 0, fontSize: 'inherit', lineHeight: 'inherit', fontWeight: 600 }),
  text: css({ margin: 0 }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
  evidence: css({
    flex: 'none',
    maxWidth: '100%',
    alignSelf: 'flex-start',
    'th, td': { padding: '0 0 0 14px', textAlign: 'right', fontWeight: 'inherit' },
    th: { paddingLeft: 0, textAlign: 'left' },
    td: { whiteSpace: 'nowrap' },
  }),
  at: css({ color: theme.colors.text.secondary }),
});
