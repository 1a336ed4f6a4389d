import { Writer } from 'protobufjs/minimal';

/**
 * Writes profile.proto with protobufjs's Writer: an encoder that knows nothing of the decoder under test. Numbers are
 * fields as `[field, value]`; `bytes` nests a message.
 */
export type Field =
  | readonly [field: number, value: number | bigint]
  | readonly [field: number, value: string]
  | readonly [field: number, value: readonly Field[]]
  | readonly [field: number, value: Packed];

/** A repeated field in its packed form. */
export class Packed {
  constructor(readonly values: ReadonlyArray<number | bigint>) {}
}

export function packed(...values: Array<number | bigint>): Packed {
  return new Packed(values);
}

export function encode(fields: readonly Field[]): Uint8Array {
  const writer = Writer.create();
  write(writer, fields);
  return new Uint8Array(writer.finish());
}

function write(writer: Writer, fields: readonly Field[]): void {
  for (const [field, value] of fields) {
    if (typeof value === 'string') {
      writer.uint32((field << 3) | 2).string(value);
    } else if (value instanceof Packed) {
      writer.uint32((field << 3) | 2).fork();
      value.values.forEach((item) => varint(writer, item));
      writer.ldelim();
    } else if (typeof value === 'object') {
      writer.uint32((field << 3) | 2).fork();
      write(writer, value);
      writer.ldelim();
    } else {
      varint(writer.uint32(field << 3), value);
    }
  }
}

/** Any 64-bit value, exact: protobufjs takes a pair of 32-bit halves. */
function varint(writer: Writer, value: number | bigint): void {
  const bits = BigInt.asUintN(64, BigInt(value));
  writer.uint64({ low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0, unsigned: true } as never);
}

/** The strings `small` uses, by index. */
export const STRINGS = [
  '',
  'goroutine',
  'count',
  'main.leak',
  'main.go',
  'region',
  'eu',
  'bytes',
  'main.leak.func1',
  'main.leak.func2',
] as const;

/** Samples of a small goroutine profile: two locations (the first with an inlined call), one function each. */
export function small(samples: ReadonlyArray<readonly Field[]>, more: readonly Field[] = []): Field[] {
  return [
    [
      1,
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ...samples.map((sample): Field => [2, sample]),
    [
      4,
      [
        [1, 1],
        [3, 0x1000],
        [
          4,
          [
            [1, 1],
            [2, 10],
          ],
        ],
        [
          4,
          [
            [1, 1],
            [2, 20],
            [3, 7],
          ],
        ],
      ],
    ],
    [
      4,
      [
        [1, 2],
        [3, 0x2000],
        [
          4,
          [
            [1, 1],
            [2, 30],
          ],
        ],
      ],
    ],
    [
      5,
      [
        [1, 1],
        [2, 3],
        [3, 3],
        [4, 4],
        [5, 9],
      ],
    ],
    ...more,
    ...STRINGS.map((text): Field => [6, text]),
  ];
}
