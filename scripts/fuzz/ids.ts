import type { Random } from './random';
import type { MessageName } from './schema';
import { messagesOf } from './site';
import type { FieldNode } from './tree';

/** Which messages have an id, and which fields of which messages name it. */
const IDS: Array<{ of: MessageName; usedBy: Array<[MessageName, number]> }> = [
  { of: 'Location', usedBy: [['Sample', 1]] },
  { of: 'Function', usedBy: [['Line', 1]] },
  { of: 'Mapping', usedBy: [['Location', 2]] },
];

/** What real producers number by: addresses, hashes, and ids that are equal once they are rounded to a double. */
const RENAMINGS: Array<(id: bigint) => bigint> = [
  (id) => id + 2n ** 53n,
  (id) => id + 2n ** 60n,
  (id) => id + (2n ** 64n - 2n ** 20n),
  (id) => id << 32n,
  (id) => (id << 32n) | id,
  (id) => id * 0x1000n + 0x400000n,
  (id) => BigInt.asUintN(64, id * 0x9e3779b97f4a7c15n),
  (id) => 100_000n - id,
];

/** Other ids for all locations, functions or mappings, wherever they are named: the same profile still. */
export function renameIds(random: Random, root: FieldNode[]): void {
  const { of, usedBy } = random.pick(IDS);
  const chosen = random.pick(RENAMINGS);
  const rename = (id: bigint) => (id === 0n ? id : BigInt.asUintN(64, chosen(id)));
  for (const [message, number] of [[of, 1] as const, ...usedBy]) {
    for (const { body, field } of messagesOf(root, message).flat()) {
      if (field === number && body.kind === 'varint') {
        body.value = rename(body.value);
      } else if (field === number && body.kind === 'packed') {
        body.values = body.values.map(rename);
      }
    }
  }
}
