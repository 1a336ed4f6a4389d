import { scale } from './measure';
import { matches, pattern } from './pattern';
import type { Tags, TagUnits } from './sampletags';

export type TagFilter = (tags: Tags) => boolean;

/**
 * pprof's -tagfocus and -tagignore. `key=` before it names the label. What reads as a number or a range of numbers with
 * units (`32kb`, `:64kb`, `4mb:`, `12kb:64mb`) is looked for in numeric labels; all else is patterns with commas between
 * them. Without a key each of them has to be in some `label:value`; with one, any of them in the label's value.
 *
 * Throws SyntaxError where a pattern is none.
 */
export function tagFilter(text: string, units: TagUnits): TagFilter {
  const at = text.indexOf('=');
  const key = at < 0 ? '' : text.slice(0, at);
  const value = text.slice(at + 1);
  const isInRange = numberRange(value);
  if (isInRange) {
    const hasOne = (name: string, values: ReadonlyArray<number | bigint> = []) =>
      values.some((number) => isInRange(number, units.get(name) ?? ''));
    return ({ numbers }) =>
      key === '' ? [...numbers].some(([name, values]) => hasOne(name, values)) : hasOne(key, numbers.get(key));
  }
  const patterns = value.split(',').map(pattern);
  if (key === '') {
    return ({ texts }) => {
      const all = [...texts].flatMap(([name, values]) => values.map((one) => `${name}:${one}`));
      return patterns.every((regexp) => all.some((one) => matches(regexp, one)));
    };
  }
  return ({ texts }) => (texts.get(key) ?? []).some((one) => patterns.some((regexp) => matches(regexp, one)));
}

type NumberTest = (value: number | bigint, unit: string) => boolean;

/** Undefined where it is neither a number nor a range. Bounds are in the unit of the first. */
function numberRange(text: string): NumberTest | undefined {
  const found = /^(:?)([+-]?\d+)([A-Za-z]*)(?:(:)(?:([+-]?\d+)([A-Za-z]*))?)?$/.exec(text);
  if (!found) {
    return undefined;
  }
  const [, before = '', first = '', firstUnit = '', between = '', second, secondUnit = ''] = found;
  if (before !== '' && between !== '') {
    return undefined;
  }
  const [bound, unit] = scale(Number(first), firstUnit, firstUnit);
  const [high, highUnit] = second === undefined ? [bound, unit] : scale(Number(second), secondUnit, unit);
  if (highUnit !== unit) {
    return undefined;
  }
  const [least, most] = [before === '' ? bound : -Infinity, between !== '' && second === undefined ? Infinity : high];
  return (value, valueUnit) => {
    const [scaled, scaledUnit] = scale(value, valueUnit, unit);
    return scaledUnit === unit && scaled >= least && scaled <= most;
  };
}
