import type { ScopedVars } from '@grafana/data';
import type { PastOrigin } from '../../core/history/past/columns';
import { interpolated } from './prometheus/matchers';

/** `$instance`, `${instance}` or `${instance:regex}`, as Grafana reads them. */
const REFERENCE = /\$(\w+)|\$\{(\w+)[^}]*\}/g;

/** Of the variables in the matchers of the settings, the first that Grafana leaves as it stands, for it knows none of that name. */
export function missingVariable(typed: string, scopedVars?: ScopedVars): string | undefined {
  const missing = [...typed.matchAll(REFERENCE)].find(([text]) => interpolated(text, scopedVars) === text);
  return missing && (missing[1] ?? missing[2]);
}

const FIELDS: Readonly<Record<PastOrigin, string>> = {
  Prometheus: 'its matchers in the settings hold',
  Pyroscope: 'its label selector in the settings holds',
};

/** What a dashboard is told that lacks it: an answer to a question with the variable's name in it would mislead. */
export function missingText(origin: PastOrigin, variable: string): string {
  return `There is no past from ${origin}: ${FIELDS[origin]} $${variable}, and this dashboard has no such variable. Give the dashboard a variable “${variable}”, or write its value in the settings.`;
}
