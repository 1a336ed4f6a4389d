/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { encode, packed, small, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { ProfileError } from './error';
import { goroutineCounts, StackInterner } from './goroutines';

const count = (fields: readonly Field[], stacks = new StackInterner()) =>
  goroutineCounts(decodeProfile(encode(fields)), stacks);

describe.each(['caddy', 'node', 'prom', 'vm'])('%s', (name) => {
  const counts = goroutineCounts(decodeCapture(`captures/${name}.goroutine.d0`), new StackInterner());

  it('has as many goroutines as debug=1 and debug=2 say, give or take two', () => {
    const debug1 = /total (\d+)/.exec(readText(`captures/${name}.goroutine.d1`))?.[1];
    const debug2 = readText(`captures/${name}.goroutine.d2`).match(/^goroutine \d+ /gm)?.length ?? 0;
    expect(Math.abs(counts.total - Number(debug1))).toBeLessThanOrEqual(2);
    expect(Math.abs(counts.total - debug2)).toBeLessThanOrEqual(2);
  });

  it('adds up, over distinct keys', () => {
    expect(counts.counts.reduce((a, b) => a + b)).toBe(counts.total);
    expect(new Set(counts.stacks.map(({ key }) => key)).size).toBe(counts.stacks.length);
    expect(counts.counts.length).toBe(counts.stacks.length);
  });
});

it('sums samples that differ in labels, and stacks that differ in lines or closure numbers', () => {
  const label: Field = [
    3,
    [
      [1, 5],
      [2, 6],
    ],
  ];
  // Location 3 is location 1 with other lines; 4 and 5 are two closures of one function.
  const locations: Field[] = [
    [
      4,
      [
        [1, 3],
        [
          4,
          [
            [1, 1],
            [2, 11],
          ],
        ],
        [
          4,
          [
            [1, 1],
            [2, 21],
          ],
        ],
      ],
    ],
    [
      4,
      [
        [1, 4],
        [
          4,
          [
            [1, 8],
            [2, 5],
          ],
        ],
      ],
    ],
    [
      4,
      [
        [1, 5],
        [
          4,
          [
            [1, 9],
            [2, 6],
          ],
        ],
      ],
    ],
    [
      5,
      [
        [1, 8],
        [2, 8],
      ],
    ],
    [
      5,
      [
        [1, 9],
        [2, 9],
      ],
    ],
  ];
  const samples: Field[][] = [
    [[1, 1], [2, 5], label],
    [
      [1, 1],
      [2, 7],
    ],
    [
      [1, 3],
      [2, 1],
    ],
    [
      [1, 2],
      [2, 2],
    ],
    [
      [1, 4],
      [2, 100],
    ],
    [
      [1, 5],
      [2, 200],
    ],
  ];
  const { counts, stacks, total } = count(small(samples, locations));
  expect(total).toBe(315);
  expect([...counts]).toEqual([13, 2, 300]);
  // The lines of most of them.
  expect(stacks[0]?.frames.map(({ line }) => line)).toEqual([10, 20]);
  expect(stacks[2]?.frames[0]).toMatchObject({ function: 'main.leak.func2', line: 6 });
});

describe('StackInterner', () => {
  const at = (line: number, value = 1): Field[] =>
    small(
      [
        [
          [1, 3],
          [2, value],
        ],
      ],
      [
        [
          4,
          [
            [1, 3],
            [
              4,
              [
                [1, 1],
                [2, line],
              ],
            ],
          ],
        ],
      ]
    );

  it('gives the same object while lines stay, and a new one of the same key when they move', () => {
    const stacks = new StackInterner();
    const first = count(at(10), stacks).stacks[0];
    const second = count(at(10, 99), stacks).stacks[0];
    const moved = count(at(12), stacks).stacks[0];
    expect(second).toBe(first);
    expect(moved).not.toBe(first);
    expect(moved?.key).toBe(first?.key);
    expect(first?.frames[0]?.line).toBe(10);
    expect(moved?.frames[0]?.line).toBe(12);
    expect(stacks.get(moved?.key ?? '')).toBe(moved);
    expect(stacks.size).toBe(1);
  });

  it('does not change its mind while a known variant of the lines is still there', () => {
    const both = (few: number, many: number) =>
      small(
        [
          [
            [1, 3],
            [2, few],
          ],
          [
            [1, 4],
            [2, many],
          ],
        ],
        [
          [
            4,
            [
              [1, 3],
              [
                4,
                [
                  [1, 1],
                  [2, 10],
                ],
              ],
            ],
          ],
          [
            4,
            [
              [1, 4],
              [
                4,
                [
                  [1, 1],
                  [2, 11],
                ],
              ],
            ],
          ],
        ]
      );
    const stacks = new StackInterner();
    const first = count(both(1, 5), stacks).stacks[0];
    expect(first?.frames[0]?.line).toBe(11);
    expect(count(both(9, 5), stacks).stacks[0]).toBe(first);
  });

  it('keys a location without symbols, and an empty stack', () => {
    const { stacks, total } = count(
      small(
        [
          [
            [1, packed(5, 1, 2)],
            [2, 1],
          ],
          [[2, 3]],
        ],
        [
          [
            4,
            [
              [1, 5],
              [3, 0xdead],
            ],
          ],
        ]
      )
    );
    expect(total).toBe(4);
    expect(stacks[0]?.frames[0]).toEqual({ function: '', file: '', line: 0 });
    expect(stacks[1]).toMatchObject({ frames: [], blockedOn: 'other', userFrame: -1 });
  });
});

it('gives nothing for an empty profile', () => {
  expect(count(small([]))).toEqual({ total: 0, stacks: [], counts: new Float64Array() });
});

it('refuses what is no goroutine profile, or an invalid one', () => {
  const stacks = new StackInterner();
  expect(() => goroutineCounts(decodeCapture('captures/prom.heap.d0'), stacks)).toThrow(
    'expected a goroutine profile, found the sample types: alloc_objects/count, alloc_space/bytes, inuse_objects/count, inuse_space/bytes'
  );
  expect(() =>
    count(
      small([
        [
          [1, 1],
          [2, packed(1, 2, 3)],
        ],
      ])
    )
  ).toThrow(ProfileError);
  expect(stacks.size).toBe(0);
});
