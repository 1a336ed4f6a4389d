/** @jest-environment node */
import { encode, packed, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { stackFrames } from './frames';
import { sampleLabels } from './labels';
import { sampleValue } from './profile';
import { totals } from './sums';
import { checkValid } from './validate';

const decode = (fields: readonly Field[]) => decodeProfile(encode(fields));

describe('repeated fields', () => {
  const stackOf = (...locations: Field[]) => {
    const profile = decode(small([[...locations, [2, 5]]]));
    return [...profile.stacks.locationsOf(0)];
  };

  it('reads them unpacked, packed, and mixed in one sample', () => {
    expect(stackOf([1, 1], [1, 2])).toEqual([0, 1]);
    expect(stackOf([1, packed(1, 2, 1)])).toEqual([0, 1, 0]);
    expect(stackOf([1, 2], [1, packed(1, 2)], [1, 1])).toEqual([1, 0, 1, 0]);
    expect(stackOf([1, packed(1, 2)], [1, packed(2)])).toEqual([0, 1, 1]);
    expect(stackOf([1, packed()], [1, 2])).toEqual([1]);
  });

  it('gives one stack to one sequence of ids, however it was written', () => {
    const profile = decode(
      small([
        [
          [1, packed(1, 2)],
          [2, 1],
        ],
        [
          [1, 1],
          [1, 2],
          [2, 2],
        ],
        [
          [1, 1],
          [2, 3],
          [1, 2],
        ],
        [
          [1, 2],
          [1, 1],
          [2, 4],
        ],
      ])
    );
    expect([...profile.samples.stack]).toEqual([0, 0, 0, 1]);
  });

  it('reads values packed and not', () => {
    const twoTypes: Field = [
      1,
      [
        [1, 1],
        [2, 7],
      ],
    ];
    for (const values of [
      [[2, packed(3, -4)]],
      [
        [2, 3],
        [2, -4],
      ],
      [
        [2, packed(3)],
        [2, -4],
      ],
    ] as Field[][]) {
      const profile = decode(small([[...values, [1, 1]]], [twoTypes]));
      expect([...profile.samples.values]).toEqual([3, -4]);
      checkValid(profile);
    }
  });
});

describe('64 bits', () => {
  const HUGE = [2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n, 2n ** 63n, 2n ** 53n - 1n];

  it('never merges ids beyond 2^53', () => {
    const profile = decode([
      [
        1,
        [
          [1, 1],
          [2, 2],
        ],
      ],
      ...HUGE.map((id): Field => [
        2,
        [
          [1, id],
          [2, 1],
        ],
      ]),
      ...HUGE.map((id, i): Field => [
        4,
        [
          [1, id],
          [3, id],
          [
            4,
            [
              [1, id],
              [2, i + 1],
            ],
          ],
        ],
      ]),
      ...HUGE.map((id, i): Field => [
        5,
        [
          [1, id],
          [2, 2 + i],
        ],
      ]),
      ...['', 'goroutine', 'a', 'b', 'c', 'd', 'e'].map((text): Field => [6, text]),
    ]);
    checkValid(profile);
    expect([...profile.samples.stack].map((stack) => stackFrames(profile, stack)[0]?.function)).toEqual(
      [...'abcde'].map((c, i) => (i === 0 ? 'a' : c))
    );
    expect(
      [...profile.locations.addressHi].map((hi, i) => (BigInt(hi) << 32n) | BigInt(profile.locations.addressLo[i] ?? 0))
    ).toEqual(HUGE);
  });

  it('keeps values exact: negative ones, and those that no number holds', () => {
    const values = [-3n, -(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 0n];
    const profile = decode(
      small(
        values.map((value) => [
          [1, 1],
          [2, value],
        ])
      )
    );
    expect(values.map((_, sample) => sampleValue(profile, sample, 0))).toEqual(values);
    expect(totals(profile)).toEqual([values.reduce((a, b) => a + b)]);
  });

  it('adds numbers up exactly beyond 2^53', () => {
    const most = 2n ** 53n - 1n;
    expect(
      totals(
        decode(
          small(
            [most, most, most, 5n].map((value) => [
              [1, 1],
              [2, value],
            ])
          )
        )
      )
    ).toEqual([3n * most + 5n]);
  });

  it('refuses a line number that it cannot hold', () => {
    const bytes = encode([
      [
        4,
        [
          [1, 1],
          [4, [[2, 2n ** 60n]]],
        ],
      ],
      [6, ''],
    ]);
    expect(() => decodeProfile(bytes)).toThrow(/Line.line: 1152921504606846976 is beyond 2\^53/);
  });
});

describe('labels', () => {
  it('reads text, numbers and units, by sample', () => {
    const profile = decode(
      small([
        [
          [1, 1],
          [2, 1],
          [
            3,
            [
              [1, 5],
              [2, 6],
            ],
          ],
          [
            3,
            [
              [1, 5],
              [3, 64],
              [4, 7],
            ],
          ],
        ],
        [
          [1, 1],
          [2, 1],
        ],
        [
          [1, 1],
          [2, 1],
          [
            3,
            [
              [1, 5],
              [3, -(2n ** 60n)],
            ],
          ],
        ],
      ])
    );
    expect(sampleLabels(profile, 0)).toEqual([
      { key: 'region', str: 'eu' },
      { key: 'region', num: 64, numUnit: 'bytes' },
    ]);
    expect(sampleLabels(profile, 1)).toEqual([]);
    expect(sampleLabels(profile, 2)).toEqual([{ key: 'region', num: -(2n ** 60n) }]);
  });
});

describe('all of profile.proto', () => {
  it('reads every field of Profile, Mapping and Line', () => {
    const profile = decode(
      small(
        [
          [
            [1, 1],
            [2, 1],
          ],
        ],
        [
          [
            3,
            [
              [1, 1],
              [2, 0x400000],
              [3, 0x500000],
              [4, 16],
              [5, 4],
              [6, 3],
              [7, 1],
              [8, 1],
              [9, 1],
              [10, 1],
            ],
          ],
          [
            4,
            [
              [1, 3],
              [2, 1],
              [5, 1],
            ],
          ],
          [7, 3],
          [8, 4],
          [9, 1_795_228_179_123_456_789n],
          [10, -5],
          [
            11,
            [
              [1, 1],
              [2, 2],
            ],
          ],
          [12, 100],
          [13, packed(3, 4)],
          [13, 5],
          [14, 1],
          [15, 6],
        ]
      )
    );
    expect(profile.mappings).toEqual([
      {
        id: 1n,
        memoryStart: 0x400000n,
        memoryLimit: 0x500000n,
        fileOffset: 16n,
        filename: 'main.go',
        buildId: 'main.leak',
        hasFunctions: true,
        hasFilenames: true,
        hasLineNumbers: true,
        hasInlineFrames: true,
      },
    ]);
    expect(profile).toMatchObject({
      dropFrames: 'main.leak',
      keepFrames: 'main.go',
      timeNanos: 1_795_228_179_123_456_789n,
      durationNanos: -5n,
      periodType: { type: 'goroutine', unit: 'count' },
      period: 100n,
      comments: ['main.leak', 'main.go', 'region'],
      defaultSampleType: 'goroutine',
      docUrl: 'eu',
    });
    expect([...profile.locations.mapping]).toEqual([-1, -1, 0]);
    expect([...profile.functions.startLine]).toEqual([9]);
  });

  it('keeps inlined calls in order, leaf first, and empty stacks', () => {
    const profile = decode(
      small([
        [
          [1, packed(1, 2)],
          [2, 1],
        ],
        [[2, 2]],
      ])
    );
    expect(stackFrames(profile, 0).map(({ line }) => line)).toEqual([10, 20, 30]);
    expect(stackFrames(profile, profile.samples.stack[1] ?? NaN)).toEqual([]);
    checkValid(profile);
  });

  it('skips unknown fields by their wire type', () => {
    const unknown = Uint8Array.of(
      0xf8,
      0x06,
      0xff,
      0x01,
      0xf9,
      0x06,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0xfa,
      0x06,
      2,
      9,
      9,
      0xfd,
      0x06,
      1,
      2,
      3,
      4
    );
    const bytes = encode(
      small([
        [
          [1, 1],
          [2, 1],
        ],
      ])
    );
    expect(decodeProfile(Uint8Array.of(...unknown, ...bytes, ...unknown)).samples.length).toBe(1);
  });

  it('takes a profile without samples: nothing was going on', () => {
    const profile = decode(small([]));
    checkValid(profile);
    expect(totals(profile)).toEqual([0n]);
  });
});
