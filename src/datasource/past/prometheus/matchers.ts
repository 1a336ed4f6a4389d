import type { ScopedVars } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

/** One label matcher of PromQL: `job="orders"`. */
const MATCHER =
  /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)\s*(,|$)/;

export const MATCHERS_FORM =
  'They are label matchers of PromQL, separated by commas: job="orders", instance="$instance".';

/**
 * The matchers of the settings as PromQL has them between its braces, with template variables filled in; with their
 * own braces or without.
 *
 * @throws MatchersError where they are none
 */
export function matchersOf(text: string, scopedVars?: ScopedVars): string {
  return checked(interpolated(text, scopedVars));
}

/** With template variables filled in, whatever else stands in it. */
export function interpolated(text: string, scopedVars?: ScopedVars): string {
  return getTemplateSrv().replace(text, scopedVars, inMatcher);
}

/** @throws MatchersError */
export function checked(text: string): string {
  return parsed(text)
    .map(({ text: matcher }) => matcher)
    .join(',');
}

/** By these a program is told from others of its kind. */
const OF_INSTANCE: readonly string[] = ['instance', 'pod'];

/**
 * The matchers of the settings for all instances of the program: without those that choose one.
 *
 * @throws MatchersError where nothing is left
 */
export function ofAllInstances(text: string): string {
  const all = parsed(text).filter(({ label }) => !OF_INSTANCE.includes(label));
  return checked(all.map(({ text: matcher }) => matcher).join(','));
}

interface Matcher {
  readonly label: string;
  readonly text: string;
}

function parsed(text: string): Matcher[] {
  const matchers: Matcher[] = [];
  let rest = text
    .trim()
    .replace(/^\{(.*)\}$/s, '$1')
    .trim();
  if (rest === '') {
    throw new MatchersError(`No matchers say which series are the program’s. ${MATCHERS_FORM}`);
  }
  while (rest !== '') {
    const found = MATCHER.exec(rest);
    if (!found) {
      throw new MatchersError(`“${rest}” in the matchers is none. ${MATCHERS_FORM}`);
    }
    const [all, label = '', operator = '', value = ''] = found;
    matchers.push({ label, text: label + operator + value });
    rest = rest.slice(all.length).trim();
  }
  return matchers;
}

export class MatchersError extends Error {
  override readonly name = 'MatchersError';
}

/** What a variable becomes within the quotes of a matcher: of several values, alternatives for `=~`. */
function inMatcher(value: unknown): string {
  const values = [value].flat().map(String);
  return values.length === 1
    ? quoted(values[0] as string)
    : `(${values.map((one) => quoted(one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))).join('|')})`;
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n');
}
