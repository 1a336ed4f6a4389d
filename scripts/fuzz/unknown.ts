import { Sink } from './sink';
import type { FieldNode } from './tree';

/** Messages within messages: a decoder that goes into fields that it does not know runs out of stack. */
export function deep(levels: number): Uint8Array {
  let bytes: Uint8Array = Uint8Array.of(0x08, 0x01);
  for (let level = 0; level < levels; level++) {
    const sink = new Sink();
    sink.varint((100 << 3) | 2);
    sink.varint(bytes.length);
    sink.append(bytes);
    bytes = sink.finish();
  }
  return bytes;
}

/** Groups within groups, wire types 3 and 4, which profile.proto does not have; `isClosed`: with their ends. */
export function group(levels: number, isClosed: boolean): FieldNode {
  // Field 12 as a group, within itself: 0x63 opens and 0x64 closes one. The outermost opening is the node's tag.
  const opens = new Uint8Array(levels - 1).fill(0x63);
  const closes = new Uint8Array(isClosed ? levels : 0).fill(0x64);
  return { field: 12, wireType: 3, body: { kind: 'fixed', bytes: Uint8Array.of(...opens, ...closes) } };
}
