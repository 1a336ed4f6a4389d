/** @jest-environment node */
import { gzipSync } from 'node:zlib';
import { profilesIn, readProfile } from '../../../testdata/helpers/captures';
import { encode, packed, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile, isGzip } from './decode';
import { ProfileError } from './error';

/** The error that decoding throws; fails where it throws none, or one of another class. */
function errorOf(bytes: Uint8Array): ProfileError {
  try {
    decodeProfile(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(ProfileError);
    return error as ProfileError;
  }
  throw new Error('expected a ProfileError');
}

describe('bad bytes', () => {
  it('says so of nothing, of gzip, of HTML and of text', () => {
    expect(errorOf(new Uint8Array()).message).toBe('expected a profile, found no bytes (at byte 0)');
    const gz = new Uint8Array(gzipSync(encode(small([]))));
    expect(isGzip(gz)).toBe(true);
    expect(errorOf(gz).message).toMatch(/found gzip \(1f 8b\): inflate the profile first/);
    for (const text of [
      '<!DOCTYPE html><html><body>Log in</body></html>',
      'goroutine profile: total 5\n',
      '404 page not found\n',
    ]) {
      errorOf(new TextEncoder().encode(text));
    }
  });

  it('never takes a cut profile for a shorter one: at every byte of what Go writes', () => {
    for (const path of profilesIn('captures', 'closures')) {
      const bytes = readProfile(path);
      // Every byte of two, and of the others the last part: string table and mappings, where a cut is hardest to see.
      const start = /(?:caddy|node)\.goroutine/.test(path) ? 0 : bytes.length - 300;
      for (let end = start; end < bytes.length; end++) {
        errorOf(bytes.subarray(0, end));
      }
    }
  });

  it('never reads on beyond the end of a message', () => {
    // The last string is in use, so that no cut leaves a whole profile.
    const bytes = encode(
      small([
        [
          [1, packed(1, 2, 1)],
          [2, 1],
          [
            3,
            [
              [1, 9],
              [2, 6],
            ],
          ],
        ],
      ])
    );
    for (let end = 0; end < bytes.length; end++) {
      errorOf(bytes.subarray(0, end));
    }
  });

  const sample = (fields: string): Uint8Array => {
    const body = Uint8Array.from(fields.split(' '), (hex) => parseInt(hex, 16));
    return Uint8Array.of(0x12, body.length, ...body, ...encode(small([])));
  };

  it.each([
    ['0d 01 00 00 00 00', /Sample.location_id: expected wire type 0, found 5 \(at byte 2\)/],
    ['11 01 00 00 00 00 00 00 00', /Sample.value: expected wire type 0, found 1/],
    ['1a 02 08 0a', /string index 10 is out of range: the string table has 10 strings \(at byte 4\)/],
    ['18 01', /Sample.label: expected wire type 2, found 0/],
    ['0a 02 01 80', /the last varint of the list is cut/],
    ['12 02 01 80 10 01', /a varint is cut/],
    ['0a 7f 01', /Sample.location_id says 127 bytes, but 1 are left/],
    ['0a ff ff ff ff ff ff ff ff ff 01 01', /Sample.location_id says 18446744073709552000 bytes/],
    ['08 80 80 80 80 80 80 80 80 80 80 01', /a varint has more than 64 bits/],
    ['08 80 80 80 80 80 80 80 80 80 02', /a varint has more than 64 bits/],
    ['0b', /expected wire type 0 or|Sample.location_id: expected wire type 0, found 3/],
    ['00 01', /expected a field number from 1 to 536870911/],
    ['7b', /expected wire type 0, 1, 2 or 5, found 3/],
    ['08 09 10 01', /a sample names location 9, but no location has that id \(at byte 0\)/],
    ['10 01 08 00', /a sample names location 0/],
  ])('sample %s', (fields, message) => {
    expect(errorOf(sample(fields)).message).toMatch(message);
  });

  it('names dangling ids of locations and lines', () => {
    expect(
      errorOf(
        encode(
          small(
            [],
            [
              [
                4,
                [
                  [1, 7],
                  [2, 3],
                ],
              ],
            ]
          )
        )
      ).message
    ).toMatch(/location 7 names mapping 3, but no mapping/);
    expect(
      errorOf(
        encode(
          small(
            [],
            [
              [
                4,
                [
                  [1, 7],
                  [4, [[1, 2n ** 60n]]],
                ],
              ],
            ]
          )
        )
      ).message
    ).toMatch(/names function 1152921504606846976/);
  });

  it('wants a string table', () => {
    expect(errorOf(encode([[12, 1]])).message).toMatch(/string table/);
  });
});

it('refuses stacks that are small only because one location stands for thousands of frames', () => {
  const lines = Array.from({ length: 2000 }, (_, i): Field => [
    4,
    [
      [1, 1],
      [2, i],
    ],
  ]);
  const bomb = (times: number) =>
    encode(
      small(
        [
          [
            [1, packed(...Array.from({ length: times }, () => 3))],
            [2, 1],
          ],
        ],
        [[4, [[1, 3], ...lines]]]
      )
    );
  expect(errorOf(bomb(2000)).message).toMatch(/^the stacks have 4000000 frames, inlined calls included, in \d+ bytes/);
  expect(decodeProfile(bomb(2)).stacks.length).toBe(1);
});

it.each([
  [1, 'sample types'],
  [3, 'mappings'],
])('refuses more than 65,536 empty messages of field %i: %s', (field, what) => {
  const empty = (count: number) =>
    Uint8Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? (field << 3) | 2 : 0));
  expect(errorOf(empty(65_537)).message).toMatch(
    new RegExp(`^more than 65536 ${what}: no profile has \\(at byte 131072\\)`)
  );
  expect(errorOf(empty(65_536)).message).toMatch(/string table/);
});
