import type { InterpolateFunction } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useCallback, useSyncExternalStore } from 'react';

/** A dashboard variable that a click can write to. */
export interface DashboardVariable {
  value: string;
  set: (value: string) => void;
}

/**
 * The dashboard's variable of this name. Undefined where the name is empty or the dashboard has no such variable.
 *
 * Grafana writes variables to the URL and renders a panel anew only for those that it uses; so the URL is listened to,
 * and `replaceVariables` asked where the URL has no value yet.
 */
export function useDashboardVariable(
  option: string,
  replaceVariables: InterpolateFunction
): DashboardVariable | undefined {
  const name = option.trim().replace(/^\$/, '');
  const key = `var-${name}`;
  const inUrl = useSyncExternalStore(listen, () => locationService.getSearch().get(key));
  const template = `\${${name}:raw}`;
  const told = name ? replaceVariables(template) : template;
  // Emptied, not taken out of the URL: what is missing there stays as it was.
  const set = useCallback((value: string) => locationService.partial({ [key]: value }, true), [key]);
  return told === template ? undefined : { value: inUrl ?? told, set };
}

function listen(changed: () => void): () => void {
  return locationService.getHistory().listen(changed);
}
