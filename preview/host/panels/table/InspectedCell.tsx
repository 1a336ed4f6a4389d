import { css } from '@emotion/css';
import type { Field } from '@grafana/data';
import { clearButtonStyles, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { textOf } from './text';

/** A text that is cut after one line. Pointing at it tells the whole, and so does a click, which stays. */
export function InspectedCell({ field, row }: { field: Field; row: number }) {
  const bare = useStyles2(clearButtonStyles);
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(false);
  const whole = String(field.values[row] ?? '');
  return (
    <button
      type="button"
      className={`${bare} ${isOpen ? styles.whole : styles.line}`}
      title={whole}
      aria-expanded={isOpen}
      onClick={() => setOpen(!isOpen)}
    >
      {isOpen ? whole : textOf(field, row)}
    </button>
  );
}

const getStyles = () => ({
  line: css({
    display: 'block',
    width: '100%',
    overflow: 'hidden',
    textAlign: 'left',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  whole: css({ textAlign: 'left', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
});
