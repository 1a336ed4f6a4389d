import { css } from '@emotion/css';
import { AppEvents, type AppEvent, type GrafanaTheme2 } from '@grafana/data';
import { Alert, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { appEvents } from '../start';

type Severity = 'success' | 'warning' | 'error';

interface Toast {
  id: number;
  severity: Severity;
  text: string;
}

const SHOWN_FOR_MS = 6000;
const EVENTS: ReadonlyArray<[AppEvent<unknown[]>, Severity]> = [
  [AppEvents.alertSuccess, 'success'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertError, 'error'],
];

/** What Grafana shows for a moment in the upper right corner. */
export function Toasts() {
  const styles = useStyles2(getStyles);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);

  useEffect(() => {
    let nextId = 0;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const subscriptions = EVENTS.map(([event, severity]) => {
      const show = (payload?: unknown[]) => {
        const toast: Toast = { id: nextId++, severity, text: String(payload?.[0] ?? '') };
        setToasts((shown) => [...shown, toast]);
        timers.add(setTimeout(() => setToasts((shown) => shown.filter((other) => other !== toast)), SHOWN_FOR_MS));
      };
      appEvents.on(event, show);
      return () => appEvents.off(event, show);
    });
    return () => {
      subscriptions.forEach((unsubscribe) => unsubscribe());
      timers.forEach(clearTimeout);
    };
  }, []);

  return (
    <div className={styles.corner}>
      {toasts.map((toast) => (
        <Alert key={toast.id} severity={toast.severity} title={toast.text} elevated />
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  corner: css({
    position: 'fixed',
    top: theme.spacing(6),
    right: theme.spacing(2),
    width: 400,
    maxWidth: '90%',
    zIndex: theme.zIndex.portal,
  }),
});
