/** @jest-environment node */
import { encode, type Field } from '../../../testdata/helpers/encode';
import { runSteps } from '../steps';
import type { Profile } from './profile';
import { thoroughSteps } from './thorough';
import { wasmSteps } from './wasm/decode';

/** Each name many times in the string table; some begin as others do, up to a word's eight bytes and beyond. */
const NAMES = [
  '',
  'a',
  'b',
  'main.run',
  'main.run1',
  'main.running',
  'main.runners',
  `${'x'.repeat(40)}1`,
  `${'x'.repeat(40)}2`,
];
const FUNCTIONS = 3000;
const LINES = 9000;

const nameOf = (row: number) => NAMES[(row * row + (row >> 3)) % NAMES.length]!;
const fileOf = (row: number) => NAMES[(row * 7 + (row >> 2)) % NAMES.length]!;
/** -1 for none. */
const functionOf = (line: number, isNamed: boolean) => (isNamed || line % 13 > 0 ? (line * 31) % FUNCTIONS : -1);
const numberOf = (line: number) => (line * line) % 40;

function profileBytes(isNamed: boolean): Uint8Array {
  const rows = Array.from({ length: FUNCTIONS }, (_, row) => row);
  return encode([
    [4, [[1, 1], ...Array.from({ length: LINES }, (_, line): Field => [4, lineOf(line, isNamed)])]],
    ...rows.map((row): Field => [5, functionFields(row)]),
    [6, ''],
    // Every function has strings of its own.
    ...rows.flatMap((row): Field[] => [
      [6, nameOf(row)],
      [6, fileOf(row)],
    ]),
  ]);
}

const lineOf = (line: number, isNamed: boolean): Field[] => [
  [1, functionOf(line, isNamed) + 1],
  [2, numberOf(line)],
];

const functionFields = (row: number): Field[] => [
  [1, row + 1],
  [2, 1 + 2 * row],
  [4, 2 + 2 * row],
];

function firstOf(texts: readonly string[]): number[] {
  const first = new Map<string, number>();
  return texts.map((text, row) => first.get(text) ?? (first.set(text, row), row));
}

describe.each<[string, (bytes: Uint8Array) => Profile]>([
  ['WebAssembly', (bytes) => runSteps(wasmSteps(bytes))!],
  ['TypeScript', (bytes) => runSteps(thoroughSteps(bytes))],
])('%s finds the first row that is the same', (_, decode) => {
  it.each([true, false])('where all lines have functions: %s', (isNamed) => {
    const { functions, lines } = decode(profileBytes(isNamed));
    const rows = Array.from({ length: FUNCTIONS }, (__, row) => row);
    expect([...functions.sameName]).toEqual(firstOf(rows.map(nameOf)));
    expect([...functions.sameFile]).toEqual(firstOf(rows.map(fileOf)));
    const places = Array.from({ length: LINES }, (__, line) => {
      const row = functionOf(line, isNamed);
      return row < 0 ? `${numberOf(line)}` : `${nameOf(row)} ${fileOf(row)} ${numberOf(line)}`;
    });
    expect([...lines.same]).toEqual(firstOf(places));
  });
});

it('tells lines apart that no program has', () => {
  const numbers = [2 ** 31, 2 ** 40, -1, 2 ** 32 - 1, 2 ** 31, -1, 2 ** 40 + 1, 2 ** 53 - 1];
  const bytes = encode([
    [
      4,
      [
        [1, 1],
        ...numbers.map((number): Field => [
          4,
          [
            [1, 1],
            [2, number],
          ],
        ]),
      ],
    ],
    [5, [[1, 1]]],
    [6, ''],
  ]);
  expect([...runSteps(thoroughSteps(bytes)).lines.same]).toEqual([0, 1, 2, 3, 0, 2, 6, 7]);
});
