import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Frame } from '../../frames/contract';
import type { SourceContext } from '../../frames/source';
import { shortFile } from '../../frames/goName';
import { SourceLink } from './SourceLink';

interface Props {
  /** Leaf first. */
  frames: readonly Frame[];
  /** Index of the frame that the stack is called by, which is emphasised. */
  named: number;
  source: SourceContext | undefined;
}

/** A stack as lines of code: function, and where it is written. Each line is a link to it where that is known. */
export function FrameList({ frames, named, source }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ol className={styles.stack} aria-label="Stack, leaf first">
      {frames.map((frame, i) => (
        <li key={i} className={cx(i === named && styles.named)}>
          <SourceLink frame={frame} source={source} className={styles.line}>
            <span className={styles.function}>{breakable(frame.function)}</span>
            <span className={styles.file} title={frame.file}>
              {shortFile(frame.file, frame.line)}
            </span>
          </SourceLink>
        </li>
      ))}
    </ol>
  );
}

/** A long path breaks after a slash, if it must. */
function breakable(name: string): React.ReactNode {
  return name.split(/(?<=\/)/).map((part, i) => (
    <React.Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </React.Fragment>
  ));
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 11,
    lineHeight: '17px',
    color: theme.colors.text.secondary,
    li: { padding: '0 4px 0 8px', borderLeft: '2px solid transparent' },
  }),
  line: css({ display: 'flex', justifyContent: 'space-between', gap: 16 }),
  function: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  file: css({ flex: 'none', whiteSpace: 'nowrap' }),
  named: css({
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    '&&': { borderLeftColor: theme.colors.primary.main, background: theme.colors.action.hover },
  }),
});
