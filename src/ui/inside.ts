import { urlUtil, type PanelProps } from '@grafana/data';
import { useCallback } from 'react';

/** The dashboard that looks inside (src/dashboards/inside.json). */
const INSIDE = '/d/tidemark-inside';

/** Its variables, as far as a link sets them; those that are left out are as the dashboard has them. */
export interface InsideVariables {
  profile?: 'heap';
  /** A regular expression over functions. */
  focus?: string;
}

/** Path and query of that dashboard below Grafana's own path, with the panel's time range and data source. */
export function useInsidePath({
  timeRange,
  data,
  replaceVariables,
}: Pick<PanelProps, 'timeRange' | 'data' | 'replaceVariables'>): (variables: InsideVariables) => string {
  const told = replaceVariables('${datasource:raw}');
  const fallback = data.request?.targets[0]?.datasource?.uid;
  const datasource = told.startsWith('$') ? fallback : told;
  const { from, to } = timeRange.raw;
  return useCallback(
    ({ focus, profile }: InsideVariables) =>
      urlUtil.renderUrl(INSIDE, {
        from: from.valueOf(),
        to: to.valueOf(),
        ...(datasource ? { 'var-datasource': datasource } : {}),
        ...(profile ? { 'var-profile': profile } : {}),
        ...(focus ? { 'var-focus': focus } : {}),
      }),
    [from, to, datasource]
  );
}
