import type { Random } from './random';
import type { MessageName } from './schema';
import type { Body, FieldNode } from './tree';

/** A field of a tree, and where it stands. */
export interface Site {
  message: MessageName;
  siblings: FieldNode[];
  index: number;
  node: FieldNode;
}

/**
 * A field somewhere in the tree. Chosen by field number first and among the fields of that number then: by count alone
 * nearly every choice would be a line of a location, and never a mapping.
 */
export function pickSite(random: Random, root: FieldNode[], wanted?: (node: FieldNode) => boolean): Site | undefined {
  for (let attempt = 0; attempt < 20; attempt++) {
    const site = descend(random, root);
    if (site && (!wanted || wanted(site.node))) {
      return site;
    }
  }
  return undefined;
}

function descend(random: Random, root: FieldNode[]): Site | undefined {
  let siblings = root;
  let message: MessageName = 'Profile';
  for (;;) {
    if (siblings.length === 0) {
      return undefined;
    }
    const index = pickIndex(random, siblings);
    const node = siblings[index] as FieldNode;
    if (node.body.kind !== 'message' || node.body.fields.length === 0 || random.chance(0.35)) {
      return { message, siblings, index, node };
    }
    siblings = node.body.fields;
    message = node.body.name;
  }
}

function pickIndex(random: Random, siblings: readonly FieldNode[]): number {
  const numbers = new Set<number>();
  for (const { field } of siblings) {
    numbers.add(field);
  }
  const number = random.pick([...numbers]);
  let count = 0;
  for (const { field } of siblings) {
    count += field === number ? 1 : 0;
  }
  let skipped = random.below(count);
  return siblings.findIndex(({ field }) => field === number && skipped-- === 0);
}

/** A list of fields to put something into: the profile's own or a message's, and what the message is. */
export function pickList(random: Random, root: FieldNode[]): { message: MessageName; fields: FieldNode[] } {
  const site = random.chance(0.3) ? undefined : pickSite(random, root, ({ body }) => body.kind === 'message');
  return site?.node.body.kind === 'message'
    ? { message: site.node.body.name, fields: site.node.body.fields }
    : { message: 'Profile', fields: root };
}

export function insert(random: Random, list: FieldNode[], ...nodes: FieldNode[]): void {
  list.splice(random.below(list.length + 1), 0, ...nodes);
}

/** All messages of one kind, wherever the tree has them. */
export function messagesOf(nodes: readonly FieldNode[], name: MessageName): FieldNode[][] {
  return nodes.flatMap(({ body }) => {
    if (body.kind !== 'message') {
      return [];
    }
    return [...(body.name === name ? [body.fields] : []), ...messagesOf(body.fields, name)];
  });
}

export function varintNode(field: number, value: bigint): FieldNode {
  return { field, wireType: 0, body: { kind: 'varint', value, padding: 0 } };
}

export function bytesNode(field: number, bytes: Uint8Array): FieldNode {
  return { field, wireType: 2, body: { kind: 'bytes', bytes } };
}

export function isDelimited(body: Body): boolean {
  return body.kind === 'message' || body.kind === 'packed' || body.kind === 'bytes';
}
