import type { InterpolateFunction } from '@grafana/data';
import { useCallback } from 'react';
import type { SuspectRow } from '../../../frames/contract';
import { memberFunction } from './members';
import { useDashboardVariable } from './variable';

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

/** The dashboard's variable of this name as a filter; undefined where there is none. */
export function useStackFilter(option: string, replaceVariables: InterpolateFunction): StackFilter | undefined {
  const variable = useDashboardVariable(option, replaceVariables);
  const { value = '', set } = variable ?? {};
  const toggle = useCallback((pattern: string) => set?.(pattern === value ? '' : pattern), [set, value]);
  return variable && { value, toggle };
}
