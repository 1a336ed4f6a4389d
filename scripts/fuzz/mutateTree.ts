import { renameIds } from './ids';
import type { Random } from './random';
import { fieldNumbers } from './schema';
import { bytesNode, insert, isDelimited, messagesOf, pickList, pickSite, varintNode } from './site';
import { bodyBytes, cloneNode, cloneTree, type FieldNode } from './tree';
import { deep, group } from './unknown';
import { oddLength, oddText, oddValue } from './values';

/** Changes a profile's tree in place. `donor` is another profile's, not to be changed. */
export type TreeMutation = (random: Random, root: FieldNode[], donor: readonly FieldNode[]) => void;

const isVarint = ({ body }: FieldNode) => body.kind === 'varint';
const isPacked = ({ body }: FieldNode) => body.kind === 'packed';
const hasLength = ({ body }: FieldNode) => isDelimited(body);

/** What leaves a profile that can be read more often than not: chosen more often, for it goes deeper into the decoder. */
export const GENTLE: readonly string[] =
  'remove duplicate repeat swap shuffle regroup graft value nudge copyValue setField overlong overlongLength unpack pack packedItem packedMany text deepUnknown renameIds'.split(
    ' '
  );

/** By name, which a failure prints. */
export const TREE_MUTATIONS: Record<string, TreeMutation> = {
  remove(random, root) {
    const site = pickSite(random, root);
    site?.siblings.splice(site.index, 1);
  },
  duplicate(random, root) {
    const site = pickSite(random, root);
    if (site) {
      insert(random, site.siblings, cloneNode(site.node));
    }
  },
  repeat(random, root) {
    const site = pickSite(random, root);
    if (site) {
      // Not megabytes of it: those are dense.ts's.
      const times = Math.min(random.pick([3, 50, 2000]), Math.floor(300_000 / (1 + bodyBytes(site.node.body).length)));
      site.siblings.splice(site.index, 0, ...Array.from({ length: times }, () => cloneNode(site.node)));
    }
  },
  swap(random, root) {
    const { fields } = pickList(random, root);
    const [a, b] = [random.below(fields.length), random.below(fields.length)];
    if (fields.length > 0) {
      [fields[a], fields[b]] = [fields[b] as FieldNode, fields[a] as FieldNode];
    }
  },
  shuffle: (random, root) => random.shuffle(pickList(random, root).fields),
  /** The order of the top-level fields turned round, runs of one number kept: the string table may come first. */
  regroup(random, root) {
    const numbers = [...new Set(root.map(({ field }) => field))];
    random.shuffle(numbers);
    root.sort((a, b) => numbers.indexOf(a.field) - numbers.indexOf(b.field));
  },
  /** A field in a message that it is not of. */
  move(random, root) {
    const site = pickSite(random, root);
    if (site) {
      const node = cloneNode(site.node);
      site.siblings.splice(site.index, 1);
      insert(random, pickList(random, root).fields, node);
    }
  },
  graft(random, root, donor) {
    const site = pickSite(random, donor as FieldNode[]);
    if (site) {
      insert(random, pickList(random, root).fields, cloneNode(site.node));
    }
  },
  concatenate: (_, root, donor) => void root.push(...cloneTree(donor)),
  renumber(random, root) {
    const site = pickSite(random, root);
    if (site) {
      site.node.field = random.pick([...fieldNumbers(site.message), 0, 16, 2047, 2 ** 29 - 1, 2 ** 29]);
    }
  },
  retype(random, root) {
    const site = pickSite(random, root);
    if (site) {
      site.node.wireType = random.below(8);
    }
  },
  /** The same, with a body that fits the wire type. */
  recast(random, root) {
    const site = pickSite(random, root);
    if (site) {
      const { node } = site;
      node.wireType = random.pick([0, 1, 2, 5]);
      const fixed = () => bodyBytes({ kind: 'bytes', bytes: new Uint8Array(node.wireType === 1 ? 8 : 4) });
      node.body =
        node.wireType === 0
          ? { kind: 'varint', value: oddValue(random), padding: 0 }
          : node.wireType === 2
            ? { kind: 'bytes', bytes: bodyBytes(node.body) }
            : { kind: 'fixed', bytes: fixed() };
    }
  },
  value(random, root) {
    const body = pickSite(random, root, isVarint)?.node.body;
    if (body?.kind === 'varint') {
      body.value = oddValue(random);
    }
  },
  nudge(random, root) {
    const body = pickSite(random, root, isVarint)?.node.body;
    if (body?.kind === 'varint') {
      body.value = BigInt.asUintN(64, body.value + random.pick([-1n, 1n]));
    }
  },
  copyValue(random, root) {
    const from = pickSite(random, root, isVarint)?.node.body;
    const to = pickSite(random, root, isVarint)?.node.body;
    if (from?.kind === 'varint' && to?.kind === 'varint') {
      to.value = from.value;
    }
  },
  setField(random, root) {
    const { fields, message } = pickList(random, root);
    insert(random, fields, varintNode(random.pick(fieldNumbers(message)), oddValue(random)));
  },
  overlong(random, root) {
    const body = pickSite(random, root, isVarint)?.node.body;
    if (body?.kind === 'varint') {
      body.padding = 1 + random.below(9);
    }
  },
  /** A length in more bytes than it needs, of which a reader of one or two bytes makes something else. */
  overlongLength(random, root) {
    const node = pickSite(random, root, hasLength)?.node;
    if (node) {
      node.lengthPadding = random.pick([1, 1, 2, 4, 8]);
    }
  },
  /** More than 64 bits, in nine or ten bytes. */
  tooWide(random, root) {
    const body = pickSite(random, root, isVarint)?.node.body;
    if (body?.kind === 'varint') {
      body.value = (1n << 64n) + random.bits64();
    }
  },
  lie(random, root) {
    const node = pickSite(random, root, hasLength)?.node;
    if (node) {
      node.lie = oddLength(random, bodyBytes(node.body).length);
    }
  },
  swapLengths(random, root) {
    const [a, b] = [pickSite(random, root, hasLength)?.node, pickSite(random, root, hasLength)?.node];
    if (a && b) {
      const [sizeA, sizeB] = [bodyBytes(a.body).length, bodyBytes(b.body).length];
      a.lie = BigInt(sizeB);
      b.lie = BigInt(sizeA);
    }
  },
  /** A message changed, its length not. */
  stale(random, root) {
    const node = pickSite(random, root, ({ body }) => body.kind === 'message')?.node;
    if (node?.body.kind === 'message') {
      node.lie = BigInt(bodyBytes(node.body).length);
      const { fields } = node.body;
      const change = random.pick(['remove', 'duplicate', 'value', 'overlong'] as const);
      TREE_MUTATIONS[change]?.(random, fields, []);
    }
  },
  /** Packed to unpacked in part or whole, as Go mixes the two in one message by length. */
  unpack(random, root) {
    const site = pickSite(random, root, isPacked);
    if (site?.node.body.kind === 'packed') {
      const { values } = site.node.body;
      const from = random.below(values.length + 1);
      const to = from + random.below(values.length - from + 1);
      const part = (some: bigint[]): FieldNode[] =>
        some.length === 0 && random.chance(0.8) ? [] : [{ ...site.node, body: { kind: 'packed', values: some } }];
      const single = values.slice(from, to).map((value) => varintNode(site.node.field, value));
      site.siblings.splice(site.index, 1, ...part(values.slice(0, from)), ...single, ...part(values.slice(to)));
    }
  },
  pack(random, root) {
    for (const fields of messagesOf(root, 'Sample')) {
      const number = random.pick([1, 2]);
      const run = fields.filter(({ body, field }) => field === number && body.kind === 'varint');
      if (run.length > 0 && random.chance(0.5)) {
        const values = run.map(({ body }) => (body.kind === 'varint' ? body.value : 0n));
        const at = fields.indexOf(run[0] as FieldNode);
        fields.splice(0, fields.length, ...fields.filter((node) => !run.includes(node)));
        fields.splice(at, 0, { field: number, wireType: 2, body: { kind: 'packed', values } });
      }
    }
  },
  packedItem(random, root) {
    const body = pickSite(random, root, isPacked)?.node.body;
    if (body?.kind === 'packed') {
      const { values } = body;
      const at = random.below(values.length);
      const some = random.pick([[], [oddValue(random)], [values[at] ?? 1n, values[at] ?? 1n]]);
      values.splice(at, random.below(2), ...some);
    }
  },
  /** Very long stacks, and samples of thousands of values. */
  packedMany(random, root) {
    const body = pickSite(random, root, isPacked)?.node.body;
    if (body?.kind === 'packed') {
      body.values = Array.from({ length: 5000 }, (_, i) => body.values[i % body.values.length] ?? 1n);
    }
  },
  packedCut(random, root) {
    const node = pickSite(random, root, isPacked)?.node;
    if (node) {
      const bytes = bodyBytes(node.body).slice();
      bytes[bytes.length - 1] = 0x80 | random.below(128);
      node.body = { kind: 'bytes', bytes };
    }
  },
  text(random, root) {
    const body = pickSite(random, root, ({ body }) => body.kind === 'bytes')?.node.body;
    if (body?.kind === 'bytes') {
      body.bytes = oddText(random);
    }
  },
  emptyMessage: (random, root) => insert(random, root, bytesNode(1 + random.below(15), new Uint8Array())),
  deepUnknown(random, root) {
    const { fields } = pickList(random, root);
    insert(random, fields, bytesNode(random.pick([3, 16, 100]), deep(random.pick([10, 100, 5000]))));
  },
  groups(random, root) {
    const { fields } = pickList(random, root);
    insert(random, fields, group(random.pick([1, 100, 5000]), random.chance(0.8)));
  },
  renameIds,
};
