import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { SourceContext } from '../../../frames/source';
import { count } from '../../../ui/format';
import { shortFile, shortName } from '../goName';
import { SourceLink } from '../SourceLink';
import type { Waiters } from './dump';

const SHOWN = 5;

/** Which go statements started them, with how many each, the most frequent first. */
export function Creators(props: { creators: Waiters['creators']; source: SourceContext | undefined }) {
  const { creators, source } = props;
  const styles = useStyles2(getStyles);
  const hidden = creators.length - SHOWN;
  return (
    <ul className={styles.list} aria-label="Created by">
      {creators.slice(0, SHOWN).map(({ creator, count: goroutines }) => (
        <li key={`${creator.function}:${creator.file}:${creator.line}`}>
          <span className={styles.count}>{count(goroutines)}</span>
          <SourceLink frame={creator} source={source} className={styles.link}>
            <code className={styles.name} title={creator.function}>
              {shortName(creator.function)}
            </code>{' '}
            <span className={styles.file} title={creator.file}>
              {shortFile(creator.file, creator.line)}
            </span>
          </SourceLink>
        </li>
      ))}
      {hidden > 0 && <li className={styles.file}>and {hidden} more</li>}
    </ul>
  );
}

/** One line of the same, for beneath a leak's name. */
export function CreatedBy(props: { creators: Waiters['creators']; source: SourceContext | undefined }) {
  const { creators, source } = props;
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
  link: css({ minWidth: 0, overflowWrap: 'anywhere' }),
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
});
