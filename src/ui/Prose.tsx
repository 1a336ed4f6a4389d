import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** An environment variable with its value: what a person copies into a manifest. */
const ASSIGNMENT = /\b[A-Z][A-Z0-9_]{2,}=[^\s;)]*[^\s;).,:]/g;

/** Text with what is to be typed in monospace. */
export function Prose({ text }: { text: string }) {
  const styles = useStyles2(getStyles);
  const codes = text.match(ASSIGNMENT) ?? [];
  return text.split(ASSIGNMENT).map((plain, i) => (
    <React.Fragment key={i}>
      {plain}
      {codes[i] !== undefined && <code className={styles.code}>{codes[i]}</code>}
    </React.Fragment>
  ));
}

const getStyles = () => ({
  code: css({ padding: 0, margin: 0, border: 'none', background: 'transparent', color: 'inherit', fontSize: '0.9em' }),
});
