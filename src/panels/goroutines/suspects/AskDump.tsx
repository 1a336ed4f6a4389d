import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import type { DumpOffer } from '../../../frames/contract';
import type { Asking } from './further';
import { confirmation, costOf } from './waits';

interface Props {
  offer: DumpOffer;
  asking: Asking;
  /** A dump is shown already, and this is for another. */
  again: boolean;
}

/** A button that has the goroutines read one by one. It says what that costs, and where it is dear asks twice. */
export function AskDump({ offer, asking, again }: Props) {
  const styles = useStyles2(getStyles);
  const [refused, setRefused] = useState(false);
  const { ask, isReading } = asking;
  const cost = costOf(offer);
  if (!ask) {
    return (
      <span className={styles.quiet}>
        {offer.variable
          ? `To ask from here, the dashboard needs a text box variable named ${offer.variable}.`
          : 'To ask from here, the dump query needs the name of a variable that a click can set.'}
      </span>
    );
  }
  if (isReading) {
    return (
      <span className={styles.quiet} role="status">
        Reading the goroutines…
      </span>
    );
  }
  const send = (confirmed: boolean) => {
    setRefused(false);
    ask(confirmed);
  };
  if (refused && offer.needsConfirmation) {
    return (
      <div className={styles.ask} role="alert">
        <span className={styles.refused}>Refused, unless you confirm: so many goroutines are dear to read.</span>
        <Button size="sm" variant="destructive" onClick={() => send(true)}>
          {confirmation(offer)}
        </Button>
        <Button size="sm" variant="secondary" fill="text" onClick={() => setRefused(false)}>
          Leave it
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.ask}>
      <Button
        size="sm"
        variant="secondary"
        fill={again ? 'text' : 'solid'}
        tooltip={again ? cost : undefined}
        onClick={() => (offer.needsConfirmation ? setRefused(true) : send(false))}
      >
        {again ? 'Take another' : 'Look at its goroutines'}
      </Button>
      {!again && <span className={styles.quiet}>{cost}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  ask: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px' }),
  quiet: css({ color: theme.colors.text.secondary }),
  refused: css({ color: theme.colors.warning.text }),
});
