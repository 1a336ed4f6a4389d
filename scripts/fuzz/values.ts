import type { Random } from './random';

const POWERS = [0, 7, 8, 14, 16, 21, 28, 31, 32, 35, 42, 49, 53, 56, 62, 63, 64];

/** Where number types and varint lengths change: powers of two, and one beside each. */
const EDGES: readonly bigint[] = [
  0n,
  ...POWERS.flatMap((power) => [-1n, 0n, 1n].map((step) => BigInt.asUintN(64, (1n << BigInt(power)) + step))),
  // -2^53 and -2^63, and neighbours, as int64.
  ...[53n, 63n].flatMap((power) => [-1n, 0n, 1n].map((step) => BigInt.asUintN(64, -(1n << power) + step))),
];

/** A value that a decoder may get wrong, or any. */
export function oddValue(random: Random): bigint {
  const roll = random.below(10);
  if (roll < 6) {
    return random.pick(EDGES);
  }
  return roll < 9 ? BigInt(random.below(300)) : random.bits64();
}

/** A length that nothing can have, or one that is a little off. */
export function oddLength(random: Random, truth: number): bigint {
  if (random.chance(0.5)) {
    return BigInt(Math.max(0, truth + random.pick([-2, -1, 1, 2, 8, 127])));
  }
  return random.pick([0n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]);
}

const TEXTS: readonly Uint8Array[] = [
  '',
  '\0',
  '\ufeffmain.main',
  'goroutine',
  'inuse_space',
  'count',
  'bytes',
  '<!DOCTYPE html>',
  'main.(*T[...]).f-fm.func1.2.gowrap3',
  '__proto__',
  'x'.repeat(70_000),
].map((text) => new TextEncoder().encode(text));

const NO_UTF8: readonly Uint8Array[] = [
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0x6d, 0xc3),
  // A lone surrogate, an overlong slash, and beyond U+10FFFF.
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xc0, 0xaf),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
];

/** A string as bytes, UTF-8 or not. */
export function oddText(random: Random): Uint8Array {
  return random.pick(random.chance(0.3) ? NO_UTF8 : TEXTS);
}
