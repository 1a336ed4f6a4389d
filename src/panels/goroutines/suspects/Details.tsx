import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { SuspectMember, SuspectRow } from '../../../frames/contract';
import type { SourceContext } from '../../../frames/source';
import { count, THIN } from '../../../ui/format';
import { InsideLink } from '../../../ui/InsideLink';
import { foldedStack } from '../fold';
import { FrameList } from '../FrameList';
import { shortName } from '../../../frames/goName';
import type { Waiters } from './dump';
import { PROOF } from './EvidenceCell';
import { growth } from './figures';
import { focusPattern, packagesOf } from './filter';
import type { Further } from './further';
import type { Columns } from './layout';
import { memberFunction } from './members';
import type { Since } from './since';
import { WhoWaits } from './WhoWaits';

interface Props {
  row: SuspectRow;
  since: Since;
  /** What the confidence means, with its numbers. */
  sure: string;
  columns: Columns;
  /** Where the row has none. */
  sparkline: React.ReactNode;
  further: Further;
  waiters: Waiters | undefined;
  colour: string;
  timeZone: TimeZone;
}

/** What stands behind a row: what it has no column for, the evidence in whole sentences, who waits, each stack. */
export function Details(props: Props) {
  const { row, since, sure, columns, sparkline, further, waiters, colour, timeZone } = props;
  const styles = useStyles2(getStyles);
  const heap = packagesOf(row);
  const lacks = columns === 'few' || columns === 'two';
  return (
    <div className={styles.details}>
      {lacks && (
        <div className={styles.facts}>
          <span>
            <span className={styles.quiet}>Blocked on</span> {row.blockedOn.join(', ')}
          </span>
          <span className={styles.fact}>
            <span className={styles.quiet}>Low tide</span> {sparkline}
          </span>
        </div>
      )}
      <ul className={styles.evidence} aria-label="Evidence">
        <li>{since.explain}</li>
        <li>{sure}</li>
        {row.evidence.map(({ kind, text }, i) => (
          <li key={i} data-kind={kind}>
            {text}
          </li>
        ))}
      </ul>
      {further.dump && (
        <WhoWaits dump={further.dump} waiters={waiters} further={further} colour={colour} timeZone={timeZone} />
      )}
      <div className={styles.stacks}>
        <h6 className={styles.title}>{row.members.length === 1 ? 'Its stack' : 'Its stacks'}</h6>
        <InsideLink
          path={further.insidePath({ focus: focusPattern(row) })}
          title="Profiles of these stacks at any moment: top, callers and callees, flame graph"
        >
          Look inside
        </InsideLink>
        <InsideLink
          path={further.insidePath({ profile: 'heap', focus: heap.pattern })}
          title={`What they hold: the heap profile of what ${listed(heap.names)} allocated and its callees, and is still in use`}
        >
          Look inside the heap
        </InsideLink>
      </div>
      <ul className={styles.members} aria-label="Stacks of this leak">
        {row.members.map((member) => (
          <li key={member.stackKey} className={styles.member}>
            <Member member={member} source={further.source} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const SHOWN = 12;

/** `main`, `a and b`, `a, b and 2 more`. */
function listed(names: readonly string[]): string {
  const [first = 'all code', second, ...more] = names;
  if (second === undefined) {
    return first;
  }
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

function Member({ member, source }: { member: SuspectMember; source: SourceContext | undefined }) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const { frames, namedBy, blockedOn } = member;
  const functions = frames.map((frame) => frame.function);
  const whole = { from: 0, to: frames.length, isFolded: false };
  const stretches = all ? [whole] : foldedStack(functions, namedBy, SHOWN);
  const isLong = all && foldedStack(functions, namedBy, SHOWN).length > 1;
  return (
    <>
      <div className={styles.head} data-testid="tidemark-suspect-member" data-stack-key={member.stackKey}>
        <code className={styles.name} title={memberFunction(member)}>
          {shortName(memberFunction(member)) || 'empty stack'}
        </code>
        <span className={styles.numbers}>
          <b>{count(member.count)}</b> now, {growth(member)}
          {THIN}/{THIN}min, {blockedOn}
        </span>
      </div>
      {stretches.map(({ from, to, isFolded }) =>
        isFolded ? (
          <button key={from} type="button" className={styles.more} aria-expanded={false} onClick={() => setAll(true)}>
            {to - from} more frames
          </button>
        ) : (
          <FrameList key={from} frames={frames.slice(from, to)} named={namedBy - from} source={source} />
        )
      )}
      {isLong && (
        <button type="button" className={styles.more} aria-expanded onClick={() => setAll(false)}>
          Fewer frames
        </button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({ padding: '2px 0 8px 24px', whiteSpace: 'normal' }),
  facts: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 20px', marginBottom: 4 }),
  fact: css({ display: 'inline-flex', alignItems: 'center', gap: 6 }),
  quiet: css({ color: theme.colors.text.secondary }),
  evidence: css({
    margin: '0 0 8px',
    padding: '0 0 0 14px',
    lineHeight: '18px',
    color: theme.colors.text.secondary,
    overflowWrap: 'anywhere',
    // What the core says starts small, for it also stands within sentences.
    '> li::first-letter': { textTransform: 'uppercase' },
    [`> li[data-kind=${PROOF}]`]: { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  stacks: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '0 12px', marginBottom: 4 }),
  title: css({
    margin: 0,
    fontSize: 12,
    lineHeight: '20px',
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.primary,
  }),
  members: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 380px), 1fr))',
    gap: '10px 16px',
    margin: 0,
    padding: 0,
    listStyle: 'none',
  }),
  member: css({
    minWidth: 0,
    padding: '6px 8px',
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    justifyContent: 'space-between',
    gap: '0 12px',
    marginBottom: 4,
  }),
  name: css({
    minWidth: 0,
    padding: 0,
    margin: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontSize: 12,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  numbers: css({
    color: theme.colors.text.secondary,
    b: { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  more: css({
    display: 'block',
    padding: '0 10px',
    lineHeight: '18px',
    border: 'none',
    background: 'transparent',
    font: 'inherit',
    fontSize: 11,
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
