import { sampleLabels, type Label } from '../../src/core/profile/labels';
import type { Profile } from '../../src/core/profile/profile';
import { label as valueText } from './units';

/** The label keys that the samples have, in order. */
export function labelKeys(profile: Profile): string[] {
  const keys = new Set<string>();
  for (let sample = 0; sample < profile.samples.length; sample++) {
    sampleLabels(profile, sample).forEach(({ key }) => keys.add(key));
  }
  return [...keys].sort();
}

/** A sample's labels as `go tool pprof -traces` prints them: those of text first, each kind in order of the lines. */
export function labelLines(labels: readonly Label[], units: ReadonlyMap<string, string>): string[] {
  const texts = new Map<string, string[]>();
  const numbers = new Map<string, string[]>();
  for (const { key, num, str } of labels) {
    const of = str === undefined ? numbers : texts;
    const text = str ?? valueText(num ?? 0, units.get(key) ?? key);
    of.set(key, [...(of.get(key) ?? []), text]);
  }
  const lines = (of: Map<string, string[]>) =>
    [...of].map(([key, all]) => `${key.padStart(10)}:  ${all.join(' ')}`).sort();
  return [...lines(texts), ...lines(numbers)];
}

/** By key of numeric labels: the unit that the first value with one has, else what the key says. */
export function labelUnits(profile: Profile): Map<string, string> {
  const units = new Map<string, string>();
  for (let sample = 0; sample < profile.samples.length; sample++) {
    for (const { key, num, numUnit } of sampleLabels(profile, sample)) {
      if (num !== undefined && !units.get(key)) {
        units.set(key, numUnit ?? '');
      }
    }
  }
  for (const [key, unit] of units) {
    units.set(key, unit || (key === 'alignment' || key === 'request' ? 'bytes' : key));
  }
  return units;
}
