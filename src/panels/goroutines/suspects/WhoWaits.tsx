import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import { clock, count } from '../../../ui/format';
import { AskDump } from './AskDump';
import { Creators } from './Creators';
import type { DumpModel, Waiters } from './dump';
import type { Further } from './further';
import { Labels } from './Labels';
import { WaitBars } from './WaitBars';
import { waited } from './waits';

interface Props {
  dump: DumpModel;
  /** What the dump says of this leak; absent before there is one. */
  waiters: Waiters | undefined;
  further: Further;
  colour: string;
  timeZone: TimeZone;
}

/** The goroutines of a leak one by one: how long they have waited, and who created them. */
export function WhoWaits({ dump, waiters, further, colour, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const titleId = useId();
  const { offer, takenMs, answer } = dump.meta;
  const notices = dump.frame.meta?.notices ?? [];
  return (
    <section className={styles.section} aria-labelledby={titleId} data-testid="tidemark-who-waits">
      <div className={styles.head}>
        <h6 id={titleId} className={styles.title}>
          Who waits there
        </h6>
        {takenMs !== null && <span className={styles.quiet}>dump of {clock(takenMs, timeZone, 0)}</span>}
        <AskDump offer={offer} asking={further.asking} again={takenMs !== null} />
      </div>
      {notices.map(({ text }, i) => (
        <div key={i} className={styles.notice}>
          {text}
        </div>
      ))}
      {answer && waiters && waiters.count > 0 && <Found waiters={waiters} source={further.source} colour={colour} />}
      {answer && waiters && waiters.count === 0 && <div className={styles.quiet}>{nobody(answer)}</div>}
      {answer?.caveats.map((text, i) => (
        <div key={i} className={styles.quiet}>
          {text}
        </div>
      ))}
    </section>
  );
}

function Found({ waiters, source, colour }: { waiters: Waiters; source: Further['source']; colour: string }) {
  const styles = useStyles2(getStyles);
  const { waits, oldest, creators, labels } = waiters;
  return (
    <div className={styles.found}>
      <div>
        <div className={styles.sentence}>{oldestInWords(waiters.count, oldest)}</div>
        <WaitBars waits={waits} colour={colour} />
        <div className={styles.note}>
          The runtime counts minutes from the first garbage collection after a wait began.
        </div>
      </div>
      <div className={styles.whose}>
        {creators.length > 0 && (
          <div>
            <div className={styles.sentence}>Created by</div>
            <Creators creators={creators} source={source} />
          </div>
        )}
        {labels.length > 0 && (
          <div>
            <div className={styles.sentence}>Labels</div>
            <Labels labels={labels} />
          </div>
        )}
      </div>
    </div>
  );
}

function oldestInWords(goroutines: number, oldest: Waiters['oldest']): React.ReactNode {
  if (!oldest || oldest.minutes < 1) {
    return goroutines === 1 ? 'It has waited under a minute.' : `All ${count(goroutines)} have waited under a minute.`;
  }
  return (
    <>
      The oldest has waited <b>{waited(oldest.minutes)}</b>, goroutine {oldest.goroutine}.
    </>
  );
}

/** A dump may show a part of what it found: the stacks with the most goroutines. */
function nobody({ matched, stacks }: NonNullable<DumpModel['meta']['answer']>): string {
  const shown = stacks.reduce((sum, stack) => sum + stack.count, 0);
  return shown < matched
    ? `The dump query shows ${count(stacks.length)} stacks, and this leak’s are not among them.`
    : 'None of the dump’s goroutines stood in the stacks of this leak.';
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ margin: '0 0 10px' }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 12px', marginBottom: 4 }),
  title: css({
    margin: 0,
    fontSize: 12,
    lineHeight: '24px',
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.primary,
  }),
  quiet: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  notice: css({ color: theme.colors.warning.text, overflowWrap: 'anywhere' }),
  found: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
    gap: '8px 24px',
    maxWidth: 900,
  }),
  whose: css({ display: 'flex', flexDirection: 'column', gap: 8 }),
  note: css({ marginTop: 2, fontSize: 11, lineHeight: '15px', color: theme.colors.text.secondary }),
  sentence: css({ marginBottom: 2, b: { fontWeight: theme.typography.fontWeightMedium } }),
});
