import type { StackKey } from './stack';

/**
 * A function's name without what changes from build to build. testdata/closures holds one program built by Go 1.19 to
 * 1.27, and a test that its stacks keep their keys.
 *
 * | from | to | why |
 * |---|---|---|
 * | `main.run.func1`, `main.run.func2.3` | `main.run.func`, `main.run.func.func` | closures are counted in source order |
 * | `main.run.func1.func2` | `main.run.func.func` | Go 1.27's name for `func1.2` |
 * | `main.run.func1.run.func1.1.2` | `main.run.func.func.func` | Go 1.21 to 1.26: a closure inlined into its own parent |
 * | `main.run.gowrap1`, `main.run.deferwrap2` | `main.run.func` | Go 1.22's name for the wrapper of `go f(x)`; a closure before |
 * | `main.run-range1` | `main.run-range` | bodies of range-over-func |
 * | `main.glob..func1` | `main.init.func` | package-level closures, renamed in Go 1.22 |
 * | `main.init.0.func1` | `main.init.func` | several init functions |
 * | `pkg.Map[go.shape.int]`, `pkg.Map[...]` | `pkg.Map[...]` | Go 1.19 and tools print instantiations differently |
 * | `a.b/c/vendor/d.e/f.G` | `d.e/f.G` | a vendored copy is the same code |
 *
 * Two closures of one function become one name: with the same callers they count as one stack, and lines tell them
 * apart for whoever asks. What stays: up to Go 1.26 a closure that was inlined into another function carries that
 * function's name too (`main.caller.maker.func1`, in Go 1.27 `main.maker.func1`), which cannot be told from a method
 * of a type `caller`; such a stack gets a new key when the compiler decides otherwise. Functions that start goroutines
 * are not inlined, so this does not concern the bottom of a stack.
 */
export function normaliseFunction(name: string): string {
  const result = withoutVendor(name.includes('[') ? withoutTypeArguments(name) : name);
  // Only what follows `package.Function` is made up: a function that is itself called func1 keeps its name.
  const dot = result.indexOf('.', result.lastIndexOf('/') + 1);
  const tail = result.slice(dot + 1);
  return MADE_UP.test(tail) ? result.slice(0, dot + 1) + withoutNumbers(tail) : result;
}

/** What only a compiler writes: a dot or dash and a numbered word. */
const MADE_UP = /[.\-\u00b7](?:func|gowrap|deferwrap|range)?\d/;

function withoutNumbers(tail: string): string {
  const plain = tail
    .replace(/^glob\./, 'init')
    .replace(/^init\.\d+/, 'init')
    .replace(/\u00b7dwrap\u00b7\d+/g, '.func1')
    .replace(/-range\d+/g, '-range');
  return fromLastOccurrence(plain).replace(/\.(?:func|gowrap|deferwrap)?\d+(?=$|[.\-])/g, '.func');
}

/** `run.func1.run.func1.1.2` to `run.func1.1.2`: the whole chain of closures stands after the function's last mention. */
function fromLastOccurrence(tail: string): string {
  const [first = ''] = /^(?:\([^)]*\)\.)?[^.]+/.exec(tail) ?? [];
  const last = tail.lastIndexOf(`.${first}.`);
  return last < 0 ? tail : tail.slice(last + 1);
}

function withoutVendor(name: string): string {
  const vendor = name.lastIndexOf('/vendor/');
  if (vendor >= 0) {
    return name.slice(vendor + '/vendor/'.length);
  }
  return name.startsWith('vendor/') ? name.slice('vendor/'.length) : name;
}

function withoutTypeArguments(name: string): string {
  let result = '';
  let depth = 0;
  for (const char of name) {
    if (char === '[' && depth++ === 0) {
      result += '[...]';
    } else if (char === ']') {
      depth--;
    } else if (depth === 0) {
      result += char;
    }
  }
  return result;
}

/** Two hashes of one normalised name. */
export interface NameHash {
  readonly a: number;
  readonly b: number;
}

export function hashName(normalised: string): NameHash {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < normalised.length; i++) {
    const code = normalised.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul((b << 5) ^ (b >>> 27) ^ code, 0x85ebca6b);
  }
  return { a: mix(a), b: mix(b ^ normalised.length) };
}

/** A hash that depends on one more number of 32 bits: a line, half an address. */
export function withNumber({ a, b }: NameHash, number: number): NameHash {
  return { a: mix(Math.imul(a ^ number, 0xcc9e2d51)), b: mix(Math.imul(b, 0x1b873593) ^ number) };
}

/** Builds the key of a stack from its frames' name hashes, leaf first. */
export class StackHasher {
  /** What has been added so far, 32 bits each. */
  a = 0x2545f491;
  b = 0x6c078965;

  add({ a, b }: NameHash): void {
    this.addParts(a, b);
  }

  /** As `add`, without an object. */
  addParts(a: number, b: number): void {
    this.a = Math.imul(((this.a << 13) | (this.a >>> 19)) ^ a, 0xcc9e2d51);
    this.b = Math.imul(((this.b << 17) | (this.b >>> 15)) ^ b, 0x1b873593);
  }

  /** 64 bits in base 36, 14 characters. */
  key(): StackKey {
    return base36(mix(this.a)) + base36(mix(this.b));
  }
}

/** The identity of a stack, from its functions as the profile names them, leaf first. */
export function stackKeyOf(functions: readonly string[]): StackKey {
  const hasher = new StackHasher();
  for (const name of functions) {
    hasher.add(hashName(normaliseFunction(name)));
  }
  return hasher.key();
}

/** Murmur3's finaliser: every input bit reaches every output bit. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function base36(hash: number): string {
  return hash.toString(36).padStart(7, '0');
}
