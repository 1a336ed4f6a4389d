/** @jest-environment node */
import { isDeepStrictEqual } from 'node:util';
import { profilesIn, readProfile } from '../../../../testdata/helpers/captures';
import { encode, packed, small, type Field } from '../../../../testdata/helpers/encode';
import { runSteps, type Steps } from '../../steps';
import type { Profile } from '../profile';
import { thoroughSteps } from '../thorough';
import { wasmSteps } from './decode';
import { prepareDecoder } from './prepare';

const byWasm = (bytes: Uint8Array) => runSteps(wasmSteps(bytes));
const byTypeScript = (bytes: Uint8Array) => runSteps(thoroughSteps(bytes));

/** All that a profile says, with nothing left to be decoded. */
function contentOf(profile: Profile): unknown {
  const { samples, stacks, strings, ...rest } = profile;
  return {
    ...rest,
    samples,
    stacks: {
      deepest: stacks.deepest,
      locationCount: stacks.locationCount,
      leaves: stacks.leaves,
      all: Array.from({ length: stacks.length }, (_, row) => [...stacks.locationsOf(row)]),
    },
    strings: Array.from({ length: strings.length }, (_, index) => strings.get(index)),
  };
}

/** Whether it took the profile; what it made of it must be what TypeScript makes of it, which alone may find it bad. */
function takes(bytes: Uint8Array): boolean {
  const profile = byWasm(bytes);
  if (profile) {
    // Not `toEqual`, which takes seconds for thousands of cells.
    expect(isDeepStrictEqual(contentOf(profile), contentOf(byTypeScript(bytes)))).toBe(true);
  }
  return profile !== undefined;
}

describe('what Go writes', () => {
  it.each(profilesIn('captures', 'closures', 'blocked'))('is read as TypeScript reads it: %s', (path) => {
    expect(takes(readProfile(path))).toBe(true);
  });
});

describe('what else there is', () => {
  const sample = (...fields: Field[]) => encode(small([fields]));

  it('takes ids of one or two fields, values in any form, labels before them', () => {
    expect(takes(sample([1, 1], [2, 5]))).toBe(true);
    expect(takes(sample([1, 1], [1, 2], [2, 5]))).toBe(true);
    expect(takes(sample([2, packed(5)], [1, packed(1, 2)]))).toBe(true);
    expect(takes(sample([1, packed()], [2, 5]))).toBe(true);
    expect(takes(sample([2, 5]))).toBe(true);
    expect(takes(sample([1, 1], [2, -5]))).toBe(true);
    expect(takes(sample([1, 1], [2, 2 ** 53 - 1]))).toBe(true);
    const label: Field = [
      3,
      [
        [1, 1],
        [2, 2],
      ],
    ];
    expect(takes(sample(label, [1, 1], [2, 5]))).toBe(true);
  });

  it('reads varints of every size', () => {
    for (let bits = 0; bits < 53; bits++) {
      for (const value of [2 ** bits, 2 ** bits - 1, -(2 ** bits)]) {
        expect(takes(sample([1, 1], [2, value]))).toBe(true);
        expect(takes(sample([1, packed(1, 2)], [2, packed(value, 3)]))).toBe(true);
      }
    }
  });

  it('reads ids that are written longer than need be', () => {
    const long = (id: number) => [0x80 | id, 0x80, 0x80, 0x80, 0];
    const sampleOf = (...ids: number[]) => [0x12, 2 + ids.length, 0x0a, ids.length, ...ids];
    const samples = [sampleOf(...long(1), 2), sampleOf(2, ...long(1)), sampleOf(...long(2), ...long(2), ...long(1))];
    expect(takes(Uint8Array.from([...samples.flat(), ...encode(small([]))]))).toBe(true);
  });

  it('gives one row to one sequence of ids, and none to another, over many stacks', () => {
    const stacks: Field[][] = [];
    for (let i = 0; i < 5_000; i++) {
      const bits = Array.from({ length: 13 }, (_, bit) => 1 + ((i >> bit) & 1));
      stacks.push(
        [
          [1, packed(...bits)],
          [2, i + 1],
        ],
        [
          [1, packed(...bits.slice().reverse())],
          [2, 1],
        ]
      );
    }
    expect(takes(encode(small(stacks)))).toBe(true);
  });

  it('keeps the few ids of a large profile by themselves', () => {
    const stacks: Field[][] = [
      [[1, packed(1, 2)]],
      [[2, 5]],
      [[1, 2]],
      [
        [1, 2],
        [1, 1],
      ],
      [[1, packed(2, 1, 2)]],
    ];
    const content = [encode(small(stacks)), encode([[6, ' '.repeat(2 ** 21)]])];
    const profile = Uint8Array.from(content.flatMap((part) => [...part]));
    expect(takes(profile)).toBe(true);
    expect(byWasm(profile)!.stacks).toMatchObject({ bytes: Uint8Array.of(1, 2, 2, 2, 1, 2, 1, 2) });
  });

  it.each<[string, Field[]]>([
    [
      'a list of ids in two pieces',
      [
        [1, packed(1)],
        [1, 2],
        [2, 5],
      ],
    ],
    [
      'a value beyond 2^53',
      [
        [1, 1],
        [2, 2n ** 53n],
      ],
    ],
    [
      'an id that no location has',
      [
        [1, 3],
        [2, 5],
      ],
    ],
    [
      'id 0',
      [
        [1, 0],
        [2, 5],
      ],
    ],
    [
      'a string index out of range',
      [
        [1, 1],
        [2, 5],
        [
          3,
          [
            [1, 99],
            [2, 1],
          ],
        ],
      ],
    ],
    [
      'a field that profile.proto does not have',
      [
        [1, 1],
        [2, 5],
        [9, 1],
      ],
    ],
  ])('leaves to TypeScript %s', (_, fields) => {
    expect(byWasm(sample(...fields))).toBeUndefined();
  });
});

it.each([2, 4, 5, 6])(
  'leaves to TypeScript a number where there should be a message: field %i of the profile',
  (field) => {
    const bytes = encode([
      ...small([
        [
          [1, 1],
          [2, 5],
        ],
      ]),
      [field, 1],
    ]);
    expect(byWasm(bytes)).toBeUndefined();
    expect(() => byTypeScript(bytes)).toThrow('expected wire type 2, found 0');
  }
);

describe('damage', () => {
  const capture = readProfile(profilesIn('captures').find((path) => /caddy\.goroutine/.test(path))!);

  it('never gives another profile than TypeScript does: cut at every byte', () => {
    for (let end = 1; end < capture.length; end += 1) {
      expect(byWasm(capture.subarray(0, end))).toBeUndefined();
    }
  });

  it('never gives another profile than TypeScript does: any bit the other way', () => {
    let taken = 0;
    for (let bit = 0; bit < capture.length * 8; bit += 41) {
      const bytes = capture.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      taken += takes(bytes) ? 1 : 0;
    }
    // A changed address, value or letter leaves a profile.
    expect(taken).toBeGreaterThan(20);
  });
});

it('reads a profile before there is one', () => {
  expect(prepareDecoder()).toBe(true);
});

it('decodes two profiles whose steps take turns', () => {
  const [first, second] = profilesIn('captures')
    .map(readProfile)
    .sort((a, b) => b.length - a.length);
  const all: Array<Steps<Profile | undefined>> = [wasmSteps(first!), wasmSteps(second!)];
  const results = all.map(() => undefined as Profile | undefined);
  const isDone = all.map(() => false);
  while (isDone.includes(false)) {
    all.forEach((steps, i) => {
      const { done, value } = isDone[i] ? { done: false, value: undefined } : steps.next();
      if (done) {
        isDone[i] = true;
        results[i] = value;
      }
    });
  }
  expect(contentOf(results[0]!)).toEqual(contentOf(byTypeScript(first!)));
  expect(contentOf(results[1]!)).toEqual(contentOf(byTypeScript(second!)));
});

it('leaves all of it to TypeScript where WebAssembly is forbidden', () => {
  jest.isolateModules(() => {
    const { Module } = WebAssembly;
    WebAssembly.Module = class {
      constructor() {
        throw new Error('Refused to compile or instantiate WebAssembly module');
      }
    } as unknown as typeof Module;
    try {
      const fresh = require('./decode') as typeof import('./decode');
      expect(runSteps(fresh.wasmSteps(encode(small([]))))).toBeUndefined();
    } finally {
      WebAssembly.Module = Module;
    }
  });
});
