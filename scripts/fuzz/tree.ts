import { fieldKind, type MessageName } from './schema';
import { Sink } from './sink';

/** One field as it stands on the wire, its message taken apart as far as profile.proto knows it. */
export interface FieldNode {
  field: number;
  /** As the tag says; a mutation may have it contradict `body`. */
  wireType: number;
  body: Body;
  /** Written as the length in place of the true one. */
  lie?: bigint;
  /** How many bytes longer than needed the length is written. */
  lengthPadding?: number;
}

export type Body =
  | { kind: 'varint'; value: bigint; padding: number }
  | { kind: 'packed'; values: bigint[] }
  | { kind: 'message'; name: MessageName; fields: FieldNode[] }
  | { kind: 'bytes'; bytes: Uint8Array }
  /** Eight or four bytes, or any others: no length goes before them. */
  | { kind: 'fixed'; bytes: Uint8Array };

/** Takes valid bytes apart. Small and slow, and no relation of the decoder under test. */
export function parseTree(bytes: Uint8Array, message: MessageName = 'Profile'): FieldNode[] {
  let pos = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[pos++];
      if (byte === undefined || shift > 63n) {
        throw new Error(`no varint at byte ${pos}`);
      }
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  const take = (size: number): Uint8Array => {
    if (pos + size > bytes.length) {
      throw new Error(`${size} bytes wanted at ${pos} of ${bytes.length}`);
    }
    pos += size;
    return bytes.slice(pos - size, pos);
  };
  const nodes: FieldNode[] = [];
  while (pos < bytes.length) {
    const tag = Number(varint());
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) {
      nodes.push({ field, wireType, body: { kind: 'varint', value: varint(), padding: 0 } });
    } else if (wireType === 2) {
      nodes.push({ field, wireType, body: delimited(message, field, take(Number(varint()))) });
    } else if (wireType === 1 || wireType === 5) {
      nodes.push({ field, wireType, body: { kind: 'fixed', bytes: take(wireType === 1 ? 8 : 4) } });
    } else {
      throw new Error(`wire type ${wireType} at byte ${pos}`);
    }
  }
  return nodes;
}

function delimited(message: MessageName, field: number, bytes: Uint8Array): Body {
  const kind = fieldKind(message, field);
  if (kind?.kind === 'message') {
    return { kind: 'message', name: kind.name, fields: parseTree(bytes, kind.name) };
  }
  return kind?.kind === 'packed' ? { kind: 'packed', values: parsePacked(bytes) } : { kind: 'bytes', bytes };
}

function parsePacked(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      values.push(value);
      value = shift = 0n;
    }
  }
  return values;
}

export function encodeTree(nodes: readonly FieldNode[]): Uint8Array {
  const sink = new Sink();
  writeFields(sink, nodes);
  return sink.finish();
}

function writeFields(sink: Sink, nodes: readonly FieldNode[]): void {
  for (const { body, field, lengthPadding, lie, wireType } of nodes) {
    sink.varint((BigInt(field) << 3n) | BigInt(wireType));
    if (body.kind === 'varint' || body.kind === 'fixed') {
      writeBody(sink, body);
    } else {
      sink.delimited(() => writeBody(sink, body), lie, lengthPadding);
    }
  }
}

function writeBody(sink: Sink, body: Body): void {
  if (body.kind === 'message') {
    writeFields(sink, body.fields);
  } else if (body.kind === 'packed') {
    body.values.forEach((value) => sink.varint(value));
  } else if (body.kind === 'varint') {
    sink.varint(body.value, body.padding);
  } else {
    sink.append(body.bytes);
  }
}

/** What stands behind the length of a length-delimited field. */
export function bodyBytes(body: Body): Uint8Array {
  const sink = new Sink();
  writeBody(sink, body);
  return sink.finish();
}

/** A copy that can be changed; bytes are shared, for mutations replace them. */
export function cloneTree(nodes: readonly FieldNode[]): FieldNode[] {
  return nodes.map(cloneNode);
}

export function cloneNode(node: FieldNode): FieldNode {
  const { body } = node;
  switch (body.kind) {
    case 'message':
      return { ...node, body: { ...body, fields: cloneTree(body.fields) } };
    case 'packed':
      return { ...node, body: { ...body, values: [...body.values] } };
    default:
      return { ...node, body: { ...body } };
  }
}
