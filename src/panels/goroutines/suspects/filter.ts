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

/**
 * The packages of those functions, as a regular expression over functions. For the heap: what a goroutine holds was
 * seldom allocated by the function that it waits in, and mostly by one beside it.
 */
export function packagesOf({ members }: SuspectRow): { names: readonly string[]; pattern: string } {
  const names = [...new Set(members.map((member) => packageOf(memberFunction(member))).filter(Boolean))].sort();
  return { names, pattern: names.length > 0 ? `^(?:${names.map(escaped).join('|')})\\.` : '' };
}

/** `gopkg.in/yaml%2ev3` of `gopkg.in/yaml%2ev3.(*parser).parse`: Go escapes the dots in a path's last element. */
function packageOf(name: string): string {
  const [plain = ''] = name.split('[');
  const dot = plain.indexOf('.', plain.lastIndexOf('/') + 1);
  return plain.slice(0, Math.max(0, dot));
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
