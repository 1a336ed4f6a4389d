import type { Random } from './random';
import { Sink } from './sink';
import { oddValue } from './values';

/** Makes other bytes of bytes; `donor` is another profile. */
export type ByteMutation = (random: Random, bytes: Uint8Array, donor: Uint8Array) => Uint8Array;

export const BYTE_MUTATIONS: Record<string, ByteMutation> = {
  flip(random, bytes) {
    const result = bytes.slice();
    for (let count = 1 + random.below(8); count > 0 && result.length > 0; count--) {
      const at = random.below(result.length);
      result[at] = (result[at] as number) ^ (1 << random.below(8));
    }
    return result;
  },
  overwrite(random, bytes) {
    const result = bytes.slice();
    for (let count = 1 + random.below(4); count > 0 && result.length > 0; count--) {
      result[random.below(result.length)] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
    }
    return result;
  },
  truncate: (random, bytes) => bytes.slice(0, random.below(bytes.length)),
  /** The last bytes only: where a cut is hardest to see. */
  clip: (random, bytes) => bytes.slice(0, Math.max(0, bytes.length - 1 - random.below(40))),
  behead: (random, bytes) => bytes.slice(random.below(Math.min(bytes.length, 200))),
  delete(random, bytes) {
    const [from, size] = range(random, bytes);
    return join(bytes.subarray(0, from), bytes.subarray(from + size));
  },
  duplicate(random, bytes) {
    const [from, size] = range(random, bytes);
    return join(bytes.subarray(0, from + size), bytes.subarray(from));
  },
  /** Some bytes of one profile in another. */
  splice(random, bytes, donor) {
    const [from, size] = range(random, donor);
    const at = random.below(bytes.length + 1);
    return join(bytes.subarray(0, at), donor.subarray(from, from + size), bytes.subarray(at));
  },
  /** A varint anywhere, in place of as many bytes or none. */
  varint(random, bytes) {
    const sink = new Sink();
    sink.varint(oddValue(random), random.chance(0.2) ? random.below(12) : 0);
    const at = random.below(bytes.length + 1);
    const varint = sink.finish();
    return join(bytes.subarray(0, at), varint, bytes.subarray(random.chance(0.5) ? at : at + varint.length));
  },
  tail(random, bytes) {
    const noise = Uint8Array.from({ length: 1 + random.below(20) }, () => random.below(256));
    return join(bytes, random.chance(0.5) ? noise : new Uint8Array(noise.length));
  },
};

function range(random: Random, bytes: Uint8Array): [from: number, size: number] {
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length - from, 1 + random.below(random.chance(0.5) ? 8 : 400))];
}

export function join(...parts: Uint8Array[]): Uint8Array {
  const sink = new Sink();
  parts.forEach((part) => sink.append(part));
  return sink.finish();
}
