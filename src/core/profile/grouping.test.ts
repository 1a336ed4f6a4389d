/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { encode, packed, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { stackFrames } from './frames';
import { GRANULARITIES, type Granularity } from './frametable';
import { groupStacks } from './grouping';
import { sampleValue, type Profile } from './profile';
import { groupSums, rowSums, sumAt } from './sums';

/** A stack in words: what the granularity looks at, frame by frame. The slow way, for comparison. */
function inWords(profile: Profile, row: number, granularity: Granularity): string {
  const frames = stackFrames(profile, row).map(
    ({ function: name, file, line }) =>
      ({ functions: name, files: file, lines: `${name} ${file}:${line}`, addresses: '' })[granularity]
  );
  const { addressHi, addressLo } = profile.locations;
  const rows = [...profile.stacks.locationsOf(row)];
  return granularity === 'addresses'
    ? rows.map((location) => `${addressHi[location]}:${addressLo[location]}`).join('\n')
    : `${frames.length} ${frames.join('\n')}`;
}

describe.each(GRANULARITIES)('granularity %s', (granularity) => {
  it.each(profilesIn('captures', 'blocked', 'closures'))(
    '%s: the same groups and sums as by comparing words',
    (path) => {
      const profile = decodeCapture(path);
      const groups = groupStacks(profile, granularity);
      const byWords = new Map<string, bigint>();
      const last = profile.sampleTypes.length - 1;
      for (let sample = 0; sample < profile.samples.length; sample++) {
        const words = inWords(profile, profile.samples.stack[sample]!, granularity);
        byWords.set(words, (byWords.get(words) ?? 0n) + sampleValue(profile, sample, last)!);
      }
      const sums = groupSums(rowSums(profile, last), groups);
      const found = new Map(
        Array.from(groups.representative, (row, group) => [
          inWords(profile, row, granularity),
          BigInt(sumAt(sums, group)),
        ])
      );
      expect(groups.length).toBe(byWords.size);
      expect(found).toEqual(byWords);
    }
  );
});

it('lines tell more apart than functions, and addresses more than lines', () => {
  const profile = decodeCapture('captures/prom.heap.d0');
  const count = (granularity: Granularity) => groupStacks(profile, granularity).length;
  expect(count('files')).toBeLessThan(count('functions'));
  expect(count('functions')).toBeLessThanOrEqual(count('lines'));
  expect(count('lines')).toBeLessThanOrEqual(count('addresses'));
});

/** Functions 1 to 3 in files 4 and 5; a location for each `[function, line][]`, by its position from 1. */
function profileOf(locations: Array<Array<[functionId: number, line: number]>>, stacks: number[][]): Profile {
  return decodeProfile(
    encode([
      [1, [[1, 1]]],
      ...stacks.map((ids): Field => [
        2,
        [
          [2, 1],
          [1, packed(...ids)],
        ],
      ]),
      ...locations.map((lines, i): Field => [
        4,
        [
          [1, i + 1],
          [3, 0x1000 + i],
          ...lines.map(([id, line]): Field => [
            4,
            [
              [1, id],
              [2, line],
            ],
          ]),
        ],
      ]),
      // The first and the third function have one name, written twice.
      ...[2, 3, 6].map((name, i): Field => [
        5,
        [
          [1, i + 1],
          [2, name],
          [4, i === 2 ? 5 : 4],
        ],
      ]),
      ...['', 'samples', 'a.A', 'b.B', 'x.go', 'y.go', 'a.A'].map((text): Field => [6, text]),
    ])
  );
}

const groupsOf = (profile: Profile, granularity: Granularity) => [...groupStacks(profile, granularity).groupOf];

it('an inlined call is the same frame as one that was not inlined', () => {
  // Location 3 is A inlined into B; 1 and 2 are A and B by themselves.
  const profile = profileOf(
    [
      [[1, 10]],
      [[2, 20]],
      [
        [1, 10],
        [2, 20],
      ],
    ],
    [[1, 2], [3], [2, 1], [1, 3], [1, 1, 2], [3, 3], [1, 2, 3], [3, 1, 2]]
  );
  expect(groupsOf(profile, 'lines')).toEqual([0, 0, 1, 2, 2, 3, 3, 3]);
  expect(groupsOf(profile, 'addresses')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('knows a name by its bytes, wherever in the string table, and a line by its file', () => {
  const profile = profileOf([[[1, 10]], [[3, 10]], [[1, 11]], [[2, 10]]], [[1], [2], [3], [4], [1, 1], []]);
  expect(groupsOf(profile, 'functions')).toEqual([0, 0, 0, 1, 2, 3]);
  expect(groupsOf(profile, 'lines')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(groupsOf(profile, 'files')).toEqual([0, 1, 0, 0, 2, 3]);
});

it('frames without symbols are one, but at addresses', () => {
  const profile = profileOf([[], []], [[1], [2], [1, 2], [2, 1]]);
  expect(groupsOf(profile, 'lines')).toEqual([0, 0, 1, 1]);
  expect(groupsOf(profile, 'addresses')).toEqual([0, 1, 2, 3]);
});
