import type { ScopedVars } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { interpolated } from '../past/prometheus/matchers';
import type { TidemarkQuery } from '../types';

/**
 * The query with its template variables filled in. Several values become what the field can hold: alternatives of a
 * regular expression in focus and ignore, a list of names in fields.
 */
export function interpolate(query: TidemarkQuery, scopedVars?: ScopedVars): TidemarkQuery {
  const templates = getTemplateSrv();
  const plain = (text: string) => templates.replace(text, scopedVars);
  const optional = <T>(value: T) => (typeof value === 'string' ? plain(value) : value);
  const pattern = (text: string | undefined) => (text ? templates.replace(text, scopedVars, 'regex') : text);
  const all = <Query extends object, Key extends keyof Query>(from: Query, keys: readonly Key[]) =>
    Object.fromEntries(keys.map((key) => [key, optional(from[key])])) as Pick<Query, Key>;
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
    case 'heap':
      return {
        ...query,
        sampleType: optional(query.sampleType) as typeof query.sampleType,
        groupBy: optional(query.groupBy) as typeof query.groupBy,
        order: optional(query.order) as typeof query.order,
        values: optional(query.values) as typeof query.values,
        top: optional(query.top),
        focus: pattern(query.focus),
        ignore: pattern(query.ignore),
      };
    case 'profile':
      return {
        ...query,
        ...all(query, [
          'profile',
          'sampleType',
          'view',
          'moment',
          'base',
          'order',
          'top',
          'granularity',
          'values',
          'taken',
        ]),
        ...all(query, ['tagFocus', 'tagIgnore']),
        peek: pattern(query.peek),
        focus: pattern(query.focus),
        ignore: pattern(query.ignore),
        hideFrames: pattern(query.hideFrames),
        showFrames: pattern(query.showFrames),
        showFrom: pattern(query.showFrom),
      };
    case 'dump':
      return {
        ...query,
        ...all(query, ['view', 'minMinutes', 'top', 'taken']),
        state: pattern(query.state),
        focus: pattern(query.focus),
        creator: pattern(query.creator),
      };
    case 'suspects':
      return {
        ...query,
        groupBy: query.groupBy && (plain(query.groupBy) as typeof query.groupBy),
        window: optional(query.window),
        minRise: optional(query.minRise),
        minPercent: optional(query.minPercent),
        falseDiscoveryPercent: optional(query.falseDiscoveryPercent),
        ignore: pattern(query.ignore),
        load: optional(query.load),
        limitGoroutines: optional(query.limitGoroutines),
        limitMiB: optional(query.limitMiB),
      };
    case 'verdict':
      return { ...query, before: optional(query.before), after: optional(query.after) };
    case 'findings':
      return { ...query, limitMiB: optional(query.limitMiB) };
    case 'deploys':
    case 'events':
    case 'process':
      return query;
    case 'memory':
      return {
        ...query,
        view: plain(query.view) as typeof query.view,
        fields: query.fields?.flatMap(list),
        matchers: query.matchers && interpolated(query.matchers, scopedVars),
      };
  }
}
