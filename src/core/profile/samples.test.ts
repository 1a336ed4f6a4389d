/** @jest-environment node */
import { decodeCapture, profilesIn, readProfile } from '../../../testdata/helpers/captures';
import { encode, packed, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { sampleLabels } from './labels';
import type { Profile } from './profile';
import { BYTES, WireReader } from './wire';

/** The same profile with a field in each sample that nobody knows, so that no sample is plain. */
function withUnknownFields(bytes: Uint8Array): Uint8Array {
  const wire = new WireReader(bytes);
  const parts: Uint8Array[] = [];
  while (wire.pos < bytes.length) {
    const start = wire.pos;
    const isSample = wire.tag(bytes.length) === 2 && wire.wireType === BYTES;
    const end = wire.wireType === BYTES ? wire.length(bytes.length, 'a field') : (wire.skip(bytes.length), wire.pos);
    if (isSample) {
      const body = Uint8Array.of(...bytes.subarray(wire.pos, end), 0x78, 0x07);
      parts.push(Uint8Array.of(0x12, (body.length & 0x7f) | 0x80, body.length >> 7), body);
    } else {
      parts.push(bytes.subarray(start, end));
    }
    wire.pos = end;
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** All that a profile says of its samples. */
function samplesOf(profile: Profile) {
  const { stack, valueStart, values, exactValues, length } = profile.samples;
  const { stacks } = profile;
  return {
    stack: [...stack],
    valueStart: [...valueStart],
    values: [...values],
    exactValues,
    labels: Array.from({ length }, (_, sample) => sampleLabels(profile, sample)),
    stacks: Array.from({ length: stacks.length }, (_, row) => [...stacks.locationsOf(row)]),
  };
}

it.each(profilesIn('captures', 'blocked', 'closures'))('%s: the quick way and the thorough one agree', (path) => {
  const thorough = decodeProfile(withUnknownFields(readProfile(path)));
  expect(samplesOf(decodeCapture(path))).toEqual(samplesOf(thorough));
});

const BIG = [
  0,
  1,
  127,
  128,
  16_383,
  16_384,
  2 ** 21 - 1,
  2 ** 21,
  2 ** 28 - 1,
  2 ** 28,
  2 ** 32,
  2 ** 53,
  -1,
  -(2 ** 40),
];

it.each([
  ['packed', (value: number): Field[] => [[2, packed(value, 1, value)]]],
  ['unpacked', (value: number): Field[] => [2, 2, 2].map((field, i): Field => [field, i === 1 ? 1 : value])],
])('values of every size, %s, before the ids and after them', (_, fields) => {
  const samples = BIG.flatMap((value): Field[][] => [
    [...fields(value), [1, packed(1, 2, 1)]],
    [[1, packed(1, 2, 1)], ...fields(value)],
  ]);
  const { values } = decodeProfile(encode(small(samples))).samples;
  expect([...values]).toEqual(BIG.flatMap((value) => [value, 1, value, value, 1, value]));
});

it.each([1, 2, 3, 60, 130, 9000])('a stack of %i ids', (length) => {
  const ids = Array.from({ length }, (_, i) => 1 + (i % 2));
  const profile = decodeProfile(
    encode(
      small([
        [
          [1, packed(...ids)],
          [2, 1],
        ],
        [
          [2, 1],
          [1, packed(...ids)],
        ],
        [...ids.map((id): Field => [1, id]), [2, 1]],
      ])
    )
  );
  expect([...profile.samples.stack]).toEqual([0, 0, 0]);
  expect([...profile.stacks.locationsOf(0)]).toEqual(ids.map((id) => id - 1));
  expect(profile.stacks).toHaveLength(1);
});

it('labels of every form, and string indexes of every size', () => {
  const strings = Array.from({ length: 20_000 }, (_, i): Field => [6, `text ${i}`]);
  const label = (...fields: Field[]): Field => [3, fields];
  const labels = [5, 120, 200, 16_390, 19_000].flatMap((index) => [
    label([1, 5], [2, index]),
    label([2, index], [1, 5]),
    label([1, 5], [3, index], [4, index]),
    label([1, index], [3, -index]),
    label([1, index]),
    label([1, 5], [2, index], [9, 1]),
  ]);
  const profile = decodeProfile(
    encode([...small(labels.map((each) => [[1, packed(1, 2)], [2, 1], each])), ...strings])
  );
  const text = (index: number) => profile.strings.get(index);
  expect(labels.map((_, sample) => sampleLabels(profile, sample))).toEqual(
    [5, 120, 200, 16_390, 19_000].flatMap((index) => [
      [{ key: 'region', str: text(index) }],
      [{ key: 'region', str: text(index) }],
      [{ key: 'region', num: index, numUnit: text(index) }],
      [{ key: text(index), num: -index }],
      [{ key: text(index), num: 0 }],
      [{ key: 'region', str: text(index) }],
    ])
  );
});

it('never reads a label’s string beyond the label: the value after it is no index', () => {
  // A label that ends with its key; what follows looks like the tag and the index of a string.
  const profile = decodeProfile(
    encode(
      small([
        [
          [1, packed(1, 2)],
          [3, [[1, 5]]],
          [2, 77],
        ],
      ])
    )
  );
  expect(sampleLabels(profile, 0)).toEqual([{ key: 'region', num: 0 }]);
  expect([...profile.samples.values]).toEqual([77]);
});
