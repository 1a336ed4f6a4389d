import { mix } from '../subjects/peers/mix';

/** Two 32-bit hashes side by side; ../go/rival/hash.go computes the same. */
export interface Pair {
  readonly a: number;
  readonly b: number;
}

export const START: Pair = { a: 0x811c9dc5 | 0, b: 0x9747b28c | 0 };

const utf8 = new TextEncoder();

export function withText(h: Pair, text: string): Pair {
  let { a, b } = h;
  for (const byte of utf8.encode(text)) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(rotate(b, 5) ^ byte, 0x85ebca6b);
  }
  return { a, b };
}

export function withFrame(h: Pair, name: Pair, line: number): Pair {
  return fold(fold(h, name.a, name.b), line, line);
}

function fold(h: Pair, a: number, b: number): Pair {
  return { a: Math.imul(rotate(h.a, 13) ^ a, 0xcc9e2d51), b: Math.imul(rotate(h.b, 17) ^ b, 0x1b873593) };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The same in whatever order its members come. Exact up to 2^21 members. */
export class Bag {
  private a = 0;
  private b = 0;

  add(h: Pair): void {
    this.a += mix(h.a) >>> 0;
    this.b += mix(h.b) >>> 0;
  }

  hex(): string {
    return `${this.a.toString(16)}-${this.b.toString(16)}`;
  }
}
