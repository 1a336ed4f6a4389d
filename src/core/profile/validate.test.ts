/** @jest-environment node */
import { encode, packed, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { checkValid } from './validate';

const check = (fields: readonly Field[]) => () => checkValid(decodeProfile(encode(fields)));

it('takes a sound profile', () => {
  expect(
    check(
      small([
        [
          [1, 1],
          [2, 1],
        ],
      ])
    )
  ).not.toThrow();
});

it('tells of both numbers', () => {
  const ok: Field[] = [
    [1, 1],
    [2, 1],
  ];
  const types: Field[] = [1, 2, 3].map((): Field => [
    1,
    [
      [1, 1],
      [2, 2],
    ],
  ]);
  expect(check(small([ok]).filter(([field]) => field !== 1))).toThrow('the profile has 1 samples, but no sample type');
  expect(
    check(
      small(
        [
          [
            [1, 1],
            [2, packed(1, 1, 1, 1)],
          ],
          [
            [1, 1],
            [2, packed(1, 2, 3)],
          ],
        ],
        types
      )
    )
  ).toThrow('sample 1 has 3 values, but 4 sample types');
  expect(check(small([[[1, 1]]]))).toThrow('sample 0 has 0 values, but 1 sample types');
});

it('refuses ids that are 0 or double', () => {
  expect(check(small([], [[4, [[3, 1]]]]))).toThrow('a location has the reserved id 0');
  expect(check(small([], [[5, [[1, 1]]]]))).toThrow('two functions have the id 1');
  expect(
    check(
      small(
        [],
        [
          [3, [[1, 2n ** 60n]]],
          [3, [[1, 2n ** 60n]]],
        ]
      )
    )
  ).toThrow('two mappings have the id 1152921504606846976');
});

it('wants the first string empty', () => {
  expect(check([[6, 'goroutine']])).toThrow('string 0 must be empty, but it is "goroutine"');
});
