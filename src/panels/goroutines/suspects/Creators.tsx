import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Creator, Frame } from '../../../frames/contract';
import type { SourceContext } from '../../../frames/source';
import { count } from '../../../ui/format';
import { shortFile, shortName } from '../../../frames/goName';
import { SourceLink } from '../SourceLink';
import type { Waiters } from './dump';

const SHOWN = 5;

interface Props {
  creators: Waiters['creators'];
  source: SourceContext | undefined;
}

/** Which go statements started them, with how many each, the most frequent first; and where the creator is now. */
export function Creators({ creators, source }: Props) {
  const styles = useStyles2(getStyles);
  const hidden = creators.length - SHOWN;
  return (
    <ul className={styles.list} aria-label="Created by">
      {creators.slice(0, SHOWN).map(({ creator, count: goroutines }) => (
        <li key={`${creator.function}:${creator.file}:${creator.line}`}>
          <span className={styles.count}>{count(goroutines)}</span>
          <div className={styles.creator}>
            <Place frame={creator} source={source} />
            <Now creator={creator} created={goroutines} source={source} />
          </div>
        </li>
      ))}
      {hidden > 0 && <li className={styles.quiet}>and {hidden} more</li>}
    </ul>
  );
}

/** A function and its line, as a link to it where that is known. */
function Place({ frame, source }: { frame: Frame; source: SourceContext | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <SourceLink frame={frame} source={source}>
      <code className={styles.name} title={frame.function}>
        {shortName(frame.function)}
      </code>{' '}
      <span className={styles.file} title={frame.file}>
        {shortFile(frame.file, frame.line)}
      </span>
    </SourceLink>
  );
}

/** What the goroutine that created most of them does now; nothing where no single one did. */
function Now(props: { creator: Creator; created: number; source: SourceContext | undefined }) {
  const { creator, created, source } = props;
  const { goroutine, now } = creator;
  const styles = useStyles2(getStyles);
  if (goroutine === undefined) {
    return null;
  }
  return (
    <div className={styles.quiet}>
      {created > 1 && 'mostly '}by goroutine {goroutine}
      {now ? (
        <>
          , now in <Place frame={now} source={source} />
        </>
      ) : (
        ', which the dump does not have any more'
      )}
    </div>
  );
}

/** One line of the same, for beneath a leak's name. */
export function CreatedBy({ creators, source }: Props) {
  const [first, ...others] = creators;
  if (!first) {
    return null;
  }
  return (
    <>
      created by{' '}
      <SourceLink frame={first.creator} source={source}>
        {shortName(first.creator.function)}
      </SourceLink>
      {first.creator.now && (
        <>
          , now in{' '}
          <SourceLink frame={first.creator.now} source={source}>
            {shortName(first.creator.now.function)}
          </SourceLink>
        </>
      )}
      {others.length > 0 && ` and ${others.length} other${others.length === 1 ? '' : 's'}`}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontSize: 11,
    lineHeight: '17px',
    li: { display: 'flex', gap: 8, minWidth: 0 },
  }),
  count: css({ flex: 'none', minWidth: 36, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  creator: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  name: css({
    padding: 0,
    margin: 0,
    border: 'none',
    background: 'transparent',
    color: 'inherit',
    fontSize: 11,
    whiteSpace: 'normal',
  }),
  file: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  quiet: css({ color: theme.colors.text.secondary }),
});
