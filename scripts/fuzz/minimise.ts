import { join } from './mutateBytes';
import { encodeTree, parseTree, type FieldNode } from './tree';

/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), the part that
 * leaves chunks out: the fewest items of which `fails` still holds, one by one in the end, or what is reached by the
 * deadline.
 */
export function reduce<T>(items: readonly T[], fails: (items: readonly T[]) => boolean, deadlineMs: number): T[] {
  let kept = [...items];
  let size = Math.ceil(kept.length / 2);
  while (size >= 1 && kept.length > 0) {
    let removed = false;
    for (let at = 0; at < kept.length && performance.now() < deadlineMs;) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (fails(without)) {
        kept = without;
        removed = true;
      } else {
        at += size;
      }
    }
    if (performance.now() >= deadlineMs) {
      break;
    }
    if (!removed || size > 1) {
      size = size === 1 ? 0 : Math.floor(size / 2);
    }
  }
  return kept;
}

/** A smaller input that fails the same way: whole top-level fields first, then messages' fields, then bytes. */
export function minimise(bytes: Uint8Array, fails: (bytes: Uint8Array) => boolean, budgetMs: number): Uint8Array {
  const deadline = performance.now() + budgetMs;
  let best = bytes;
  const tree = treeOf(bytes);
  if (tree) {
    let nodes = reduce(tree, (some) => fails(encodeTree(some)), deadline);
    nodes = nodes.map((node, index) => {
      if (node.body.kind !== 'message') {
        return node;
      }
      const { body } = node;
      const withFields = (fields: readonly FieldNode[]) => ({ ...node, body: { ...body, fields: [...fields] } });
      const others = (one: FieldNode) => encodeTree([...nodes.slice(0, index), one, ...nodes.slice(index + 1)]);
      const smaller = withFields(reduce(body.fields, (fields) => fails(others(withFields(fields))), deadline));
      nodes[index] = smaller;
      return smaller;
    });
    const encoded = encodeTree(nodes);
    // Encoding mends overlong varints, which may be what it takes.
    best = fails(encoded) ? encoded : bytes;
  }
  // Byte by byte is quadratic: for what is short by now.
  const isShort = best.length < 4000;
  return isShort
    ? Uint8Array.from(reduce([...best], (some) => fails(Uint8Array.from(some)), deadline))
    : cut(best, fails, deadline);
}

/** Leaves out ranges, of half the bytes down to sixteen. */
function cut(bytes: Uint8Array, fails: (bytes: Uint8Array) => boolean, deadlineMs: number): Uint8Array {
  let best = bytes;
  for (let size = Math.ceil(best.length / 2); size >= 16; size = Math.ceil(size / 2)) {
    for (let at = 0; at < best.length && performance.now() < deadlineMs;) {
      const without = join(best.subarray(0, at), best.subarray(at + size));
      if (fails(without)) {
        best = without;
      } else {
        at += size;
      }
    }
  }
  return best;
}

function treeOf(bytes: Uint8Array): FieldNode[] | undefined {
  try {
    return parseTree(bytes);
  } catch {
    return undefined;
  }
}
