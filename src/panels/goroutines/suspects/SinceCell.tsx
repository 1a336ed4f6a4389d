import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { deployColour } from '../../../ui/plot/marks';
import type { Since } from './since';

/** Since when it grows. A deploy looks as its flag does in the picture. */
export function SinceCell({ since }: { since: Since }) {
  const styles = useStyles2(getStyles);
  return (
    <div title={since.explain}>
      <div className={styles.lead}>
        {since.isDeploy ? <span className={styles.flag}>{since.lead}</span> : since.lead}
      </div>
      <div className={styles.beneath}>{since.beneath}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  lead: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  flag: css({
    display: 'inline-block',
    maxWidth: '100%',
    padding: '0 5px',
    borderRadius: 2,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    verticalAlign: 'top',
    background: deployColour(theme),
    color: theme.colors.getContrastText(deployColour(theme), 4),
    fontSize: 11,
    lineHeight: '16px',
  }),
  beneath: css({
    fontSize: 11,
    lineHeight: '16px',
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
});
