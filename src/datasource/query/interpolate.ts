import type { ScopedVars } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { TidemarkQuery } from '../types';

/**
 * The query with its template variables filled in. Several values become what the field can hold: alternatives of a
 * regular expression in focus and ignore, a list of names in fields.
 */
export function interpolate(query: TidemarkQuery, scopedVars?: ScopedVars): TidemarkQuery {
  const templates = getTemplateSrv();
  const plain = (text: string) => templates.replace(text, scopedVars);
  const pattern = (text: string | undefined) => (text ? templates.replace(text, scopedVars, 'regex') : text);
  const list = (text: string) =>
    templates
      .replace(text, scopedVars, 'csv')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);

  switch (query.queryType) {
    case 'goroutines':
      return {
        ...query,
        groupBy: plain(query.groupBy) as typeof query.groupBy,
        top: typeof query.top === 'string' ? plain(query.top) : query.top,
        focus: pattern(query.focus),
        ignore: pattern(query.ignore),
      };
    case 'memory':
      return {
        ...query,
        view: plain(query.view) as typeof query.view,
        fields: query.fields?.flatMap(list),
      };
  }
}
