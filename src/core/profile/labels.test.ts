/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { encode, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { labelGroups, sampleLabels } from './labels';
import type { StringTable } from './strings';

/** The strings that were decoded. */
function decoded(strings: StringTable): string[] {
  return (strings as unknown as { decoded: Array<string | undefined> }).decoded.filter((text) => text !== undefined);
}

describe('labelGroups', () => {
  it.each(profilesIn('captures', 'blocked', 'closures'))('%s: as each sample’s labels say', (path) => {
    const profile = decodeCapture(path);
    const samples = Array.from({ length: profile.samples.length }, (_, i) => i);
    const keys = new Set(samples.flatMap((sample) => sampleLabels(profile, sample).map(({ key }) => key)));
    for (const key of [...keys, 'no such label']) {
      const { groupOf, values } = labelGroups(profile, key);
      const found = samples.map((sample) => values[groupOf[sample]!]);
      const expected = samples.map((sample) => {
        const label = sampleLabels(profile, sample).find((candidate) => candidate.key === key);
        return label && (label.str ?? [label.num, label.numUnit].join(' ').trim());
      });
      expect(found).toEqual(expected);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it('decodes the keys and the values asked for, and no other string', () => {
    const profile = decodeCapture('closures/go1.26.8.goroutine.d0');
    const { values } = labelGroups(profile, 'case');
    expect(values.length).toBeGreaterThan(10);
    const others = decoded(profile.strings).filter((text) => !values.includes(text));
    // What decodeProfile itself reads: sample type, mapping, comments.
    expect(others.filter((text) => /^main\./.test(text))).toEqual([]);
  });

  it('takes the first of several values, text before number, and tells absence from an empty text', () => {
    const label = (...fields: Field[]): Field => [3, [[1, 5], ...fields]];
    const one = (...labels: Field[]): Field[] => [[1, 1], [2, 1], ...labels];
    const profile = decodeProfile(
      encode(small([one(label([2, 6]), label([2, 7])), one(), one(label([3, 64], [4, 7])), one(label([3, 0]))]))
    );
    const { groupOf, values } = labelGroups(profile, 'region');
    expect(Array.from(groupOf, (group) => values[group])).toEqual(['eu', undefined, '64 bytes', '0']);
  });
});
