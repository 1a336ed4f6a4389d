import { join } from './mutateBytes';
import type { Random } from './random';
import { Sink } from './sink';

/**
 * Profiles of a megabyte or so, made of the least that a message can be: what costs a decoder the most memory and time
 * per byte. Small mutated captures cannot show either.
 */
export type Dense = (random: Random, size: number) => Uint8Array;

type Write = (sink: Sink) => void;

function bytesOf(write: Write): Uint8Array {
  const sink = new Sink();
  write(sink);
  return sink.finish();
}

function field(sink: Sink, number: number, value: number | bigint | Uint8Array): void {
  if (typeof value === 'object') {
    sink.varint((number << 3) | 2);
    sink.varint(value.length);
    sink.append(value);
  } else {
    sink.varint(number << 3);
    sink.varint(value);
  }
}

const message = (...fields: Array<[number, number | bigint | Uint8Array]>): Uint8Array =>
  bytesOf((sink) => fields.forEach(([number, value]) => field(sink, number, value)));

/** Written again and again until there are `size` bytes. */
function many(size: number, write: (sink: Sink, i: number) => void): Uint8Array {
  return bytesOf((sink) => {
    for (let i = 0; sink.length < size; i++) {
      write(sink, i);
    }
  });
}

const EMPTY = new Uint8Array();
const text = (string: string) => new TextEncoder().encode(string);

/** A goroutine profile's strings, sample type, one function and one location of one line. */
const HEAD = bytesOf((sink) => {
  ['', 'goroutine', 'count', 'main.main', 'key'].forEach((string) => field(sink, 6, text(string)));
  field(sink, 1, message([1, 1], [2, 2]));
  field(sink, 5, message([1, 1], [2, 3]));
  field(sink, 4, message([1, 1], [4, message([1, 1], [2, 7])]));
});
const oneSample = (...fields: Array<[number, number | bigint | Uint8Array]>) =>
  bytesOf((sink) => field(sink, 2, message(...fields)));
/** A sample of fields that are encoded already: arguments by the hundred thousand are too many for a call. */
const sampleOf = (...parts: Uint8Array[]) => bytesOf((sink) => field(sink, 2, join(...parts)));
const packed = (size: number, value: (i: number) => number | bigint) => many(size, (sink, i) => sink.varint(value(i)));

/** The same empty message over and over, at the top level. */
const empties =
  (number: number): Dense =>
  (_, size) =>
    join(
      HEAD,
      many(size, (sink) => field(sink, number, EMPTY))
    );

/** Samples of one value, with what `stack` says of their locations. */
const samples = (size: number, locations: (i: number) => Uint8Array): Uint8Array =>
  many(size, (sink, i) => field(sink, 2, message([1, locations(i)], [2, 1])));

/** Locations numbered by `id`, one line each. */
const locations = (size: number, id: (i: number) => bigint): Uint8Array =>
  many(size, (sink, i) => field(sink, 4, message([1, id(i)], [4, message([1, 1], [2, i])])));

export const DENSE: Record<string, Dense> = {
  emptySampleTypes: empties(1),
  emptySamples: empties(2),
  emptyMappings: empties(3),
  emptyLocations: empties(4),
  emptyFunctions: empties(5),
  emptyStrings: empties(6),
  emptyPeriodTypes: empties(11),
  comments: (_, size) => join(HEAD, message([13, packed(size, () => 3)])),
  values: (_, size) => join(HEAD, oneSample([1, 1], [2, packed(size, () => 1)])),
  exactValues: (random, size) =>
    join(HEAD, oneSample([1, 1], [2, packed(size, () => (1n << 62n) + random.bits64() / 8n)])),
  exactSamples: (random, size) =>
    join(
      HEAD,
      many(size, (sink) => field(sink, 2, message([1, 1], [2, (1n << 62n) + random.bits64() / 8n])))
    ),
  emptyLabels: (_, size) =>
    join(
      HEAD,
      sampleOf(
        message([1, 1], [2, 1]),
        many(size, (sink) => field(sink, 3, EMPTY))
      )
    ),
  exactLabels: (random, size) =>
    join(
      HEAD,
      many(size, (sink) =>
        field(sink, 2, message([2, 1], [3, message([1, 4], [3, (1n << 62n) + random.bits64() / 8n])]))
      )
    ),
  emptyLines: (_, size) =>
    join(
      HEAD,
      bytesOf((sink) =>
        field(
          sink,
          4,
          join(
            message([1, 2]),
            many(size, (one) => field(one, 4, EMPTY))
          )
        )
      )
    ),
  longStack: (_, size) => join(HEAD, oneSample([1, packed(size, () => 1)], [2, 1])),
  longStackUnpacked: (_, size) =>
    join(
      HEAD,
      sampleOf(
        many(size, (sink) => field(sink, 1, 1)),
        message([2, 1])
      )
    ),
  stacksByLength: (_, size) =>
    join(
      HEAD,
      samples(size, (i) => new Uint8Array(i % 2000).fill(1))
    ),
  /** Ids beyond 2^53, each of them another and all of them one double. */
  clashingIds: (_, size) => {
    const base = 2n ** 63n;
    return join(
      HEAD,
      locations(size / 2, (i) => base + BigInt(i)),
      samples(size / 2, (i) => bytesOf((sink) => sink.varint(base + BigInt(i % 1000))))
    );
  },
  /** Distinct stacks whose ids differ in one group of seven bits: a weak hash puts them in one bucket. */
  stacksByOneByte: (random, size) => {
    const shift = random.pick([0n, 7n, 14n, 28n, 35n, 49n]);
    const frames = 1 + random.below(8);
    const at = random.below(frames);
    const ids = Array.from({ length: 1 << 14 }, (_, i) => 1n + (BigInt(i) << shift));
    return join(
      HEAD,
      bytesOf((sink) => ids.slice(1).forEach((id) => field(sink, 4, message([1, id])))),
      samples(size / 2, (i) =>
        bytesOf((sink) => {
          for (let frame = 0; frame < frames; frame++) {
            sink.varint((frame === at ? ids[i % ids.length] : ids[(i >> 14) % ids.length]) as bigint);
          }
        })
      )
    );
  },
  /** The same few ids in every order: a hash that only adds puts them in one bucket. */
  permutations: (random, size) => {
    const ids = Array.from({ length: 10 }, (_, i) => i + 1);
    return join(
      HEAD,
      ...ids.slice(1).map((id) => bytesOf((sink) => field(sink, 4, message([1, id], [4, message([1, 1], [2, id])])))),
      samples(size, () => {
        random.shuffle(ids);
        return Uint8Array.from(ids);
      })
    );
  },
  /** One location of very many inlined lines, and stacks that are nothing but that: size squared when written out. */
  inlineBomb: (_, size) => {
    const lines = many(size / 2, (sink, i) => field(sink, 4, message([1, 1], [2, i % 100])));
    return join(
      HEAD,
      bytesOf((sink) => field(sink, 4, join(message([1, 2]), lines))),
      bytesOf((sink) => field(sink, 4, join(message([1, 3]), message([4, message([1, 1])])))),
      oneSample([1, packed(size / 4, () => 2)], [2, 1]),
      oneSample([1, packed(size / 4, (i) => (i === 0 ? 3 : 2))], [2, 1])
    );
  },
  /** Two locations of the same lines: stacks that are distinct by id and equal by name and line. */
  sameNames: (random, size) =>
    join(
      HEAD,
      ...[2, 3].map((id) => bytesOf((sink) => field(sink, 4, message([1, id], [4, message([1, 1], [2, 7])])))),
      samples(size, () => Uint8Array.from({ length: 40 }, () => 1 + random.below(3)))
    ),
  /** One string of nearly all the bytes, named by everything. */
  longString: (_, size) =>
    join(
      HEAD,
      bytesOf((sink) => field(sink, 6, new Uint8Array(size).fill(0x61))),
      bytesOf((sink) => field(sink, 5, message([1, 9], [2, 5], [3, 5], [4, 5])))
    ),
  longTypes: (_, size) =>
    join(
      HEAD,
      bytesOf((sink) => field(sink, 6, new Uint8Array(size).fill(0x61))),
      many(1000, (sink) => field(sink, 1, message([1, 5], [2, 5])))
    ),
  unknownFields: (_, size) =>
    join(
      HEAD,
      many(size, (sink) => field(sink, 100, EMPTY))
    ),
  /** One long name that many functions share: whoever looks at it once per function looks at the size squared. */
  nameBomb: (_, size) =>
    join(
      HEAD,
      bytesOf((sink) => field(sink, 6, new Uint8Array(size / 2).fill(0x62))),
      many(size / 2, (sink, i) => field(sink, 5, message([1, i + 2], [2, 5], [4, 5]))),
      samples(size / 8, () => Uint8Array.of(1))
    ),
  /** The same of two names, by turns: for whoever remembers the last one. */
  nameBombs: (_, size) =>
    join(
      HEAD,
      bytesOf((sink) => field(sink, 6, new Uint8Array(size / 4).fill(0x62))),
      bytesOf((sink) => field(sink, 6, new Uint8Array(size / 4).fill(0x63))),
      many(size / 2, (sink, i) => field(sink, 5, message([1, i + 2], [2, 5 + (i & 1)], [4, 6 - (i & 1)]))),
      samples(size / 8, () => Uint8Array.of(1))
    ),
  /** Names made of what a regular expression over names may try again and again. */
  hostileNames: (random, size) => {
    const unit = random.pick([
      '[',
      ']',
      '.func1',
      '.',
      'a.b/',
      '-range1',
      '(*',
      '.1',
      '/vendor/',
      '\u00b7',
      ' ',
      'glob..',
    ]);
    const name = text(unit.repeat(size / (2 * unit.length)));
    return join(
      HEAD,
      bytesOf((sink) => {
        field(sink, 6, join(text('main.run.'), name));
        field(sink, 6, join(text('main.run.func1'), name));
        [5, 6].forEach((string, i) => {
          field(sink, 5, message([1, i + 2], [2, string], [4, string]));
          field(sink, 4, message([1, i + 2], [4, message([1, i + 2], [2, 1])]));
        });
      }),
      samples(200, (i) => Uint8Array.of(1 + (i % 3), 1 + (i % 2)))
    );
  },
};
