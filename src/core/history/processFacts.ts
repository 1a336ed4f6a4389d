import type { ProcessFacts } from '../scrape';

/**
 * What is told now over what was told before; the same object where nothing changed, for it is kept per scrape. An
 * empty string is not told, but for GODEBUG, which is known to be empty then.
 */
export function mergeFacts(before: ProcessFacts, now: ProcessFacts): ProcessFacts {
  const told = Object.entries(now).filter(([key, value]) => value !== undefined && (value !== '' || key === 'godebug'));
  const isKnown = told.every(([key, value]) => before[key as keyof ProcessFacts] === value);
  return isKnown ? before : { ...before, ...Object.fromEntries(told) };
}
