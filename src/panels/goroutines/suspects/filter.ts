import type { InterpolateFunction } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useCallback, useSyncExternalStore } from 'react';
import type { SuspectRow } from '../../../frames/contract';
import { memberFunction } from './members';

/**
 * A regular expression, as pprof's focus takes it, that matches exactly the functions that a leak's stacks are called
 * by. In a fixed order, for the stacks' own changes with their paces.
 */
export function focusPattern(row: SuspectRow): string {
  const functions = new Set(row.members.map(memberFunction).filter(Boolean));
  const [only, ...more] = [...(functions.size > 0 ? functions : [row.function])].sort().map(escaped);
  return more.length === 0 ? `^${only}$` : `^(?:${[only, ...more].join('|')})$`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A dashboard variable that holds a focus pattern. */
export interface StackFilter {
  value: string;
  /** Sets the variable, or empties it where it has this value already. */
  toggle: (pattern: string) => void;
}

/**
 * The dashboard's variable of this name. Undefined where the option is empty or the dashboard has no such variable.
 *
 * Grafana writes variables to the URL and renders a panel anew only for those that it uses; so the URL is listened to,
 * and `replaceVariables` asked where the URL has no value yet.
 */
export function useStackFilter(option: string, replaceVariables: InterpolateFunction): StackFilter | undefined {
  const name = option.trim().replace(/^\$/, '');
  const key = `var-${name}`;
  const inUrl = useSyncExternalStore(listen, () => locationService.getSearch().get(key));
  const template = `\${${name}:raw}`;
  const told = name ? replaceVariables(template) : template;
  const value = inUrl ?? told;
  const toggle = useCallback(
    // Emptied, not taken out of the URL: what is missing there stays as it was.
    (pattern: string) => locationService.partial({ [key]: pattern === value ? '' : pattern }, true),
    [key, value]
  );
  return told === template ? undefined : { value, toggle };
}

function listen(changed: () => void): () => void {
  return locationService.getHistory().listen(changed);
}
