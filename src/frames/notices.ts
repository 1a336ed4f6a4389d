import type { QueryResultMetaNotice } from '@grafana/data';

/**
 * One notice a severity, with all that is to be said of it: Grafana 12.4 shows the last of each severity and no other
 * (PanelHeaderNotices.tsx).
 */
export function oneASeverity(notices: readonly QueryResultMetaNotice[]): QueryResultMetaNotice[] {
  const severities = [...new Set(notices.map(({ severity }) => severity))];
  return severities.map((severity) => {
    const same = notices.filter((notice) => notice.severity === severity);
    return { ...same[0], severity, text: same.map(({ text }) => text).join(' ') };
  });
}
