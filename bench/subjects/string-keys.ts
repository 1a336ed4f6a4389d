import { perftools } from './generated/profile';
import { numberOf } from './long';
import { TOP, type Frame, type Subject } from './subject';

/** protobufjs static as people write it: maps by id, and a stack's key is its frames' text joined. */
export const subject: Subject = {
  work: (inflated) => {
    const profile = perftools.profiles.Profile.decode(inflated);
    const functions = new Map(profile.function.map((item) => [numberOf(item.id), item]));
    const locations = new Map(profile.location.map((item) => [numberOf(item.id), item]));
    const stacks = new Map<string, { value: number; frames: Frame[] }>();
    const leaves = new Map<string, number>();
    let total = 0;
    for (const sample of profile.sample) {
      const value = numberOf(sample.value[0]!);
      const frames = sample.locationId.flatMap((id) =>
        locations.get(numberOf(id))!.line.map(({ functionId, line }) => ({
          name: profile.stringTable[numberOf(functions.get(numberOf(functionId))!.name)]!,
          line: numberOf(line),
        }))
      );
      const key = frames.map(({ name, line }) => `${name}:${line}`).join(';');
      const known = stacks.get(key);
      if (known) {
        known.value += value;
      } else {
        stacks.set(key, { value, frames });
      }
      const leaf = frames[0];
      if (leaf) {
        leaves.set(leaf.name, (leaves.get(leaf.name) ?? 0) + value);
      }
      total += value;
    }
    const sorted = [...stacks.values()].sort((a, b) => b.value - a.value);
    return {
      total,
      top: sorted.slice(0, TOP),
      leaves: Array.from(leaves, ([name, value]) => ({ name, value })),
      stacks: {
        length: sorted.length,
        value: (stack) => sorted[stack]!.value,
        eachFrame: (stack, visit) => sorted[stack]!.frames.forEach(({ name, line }) => visit(name, line)),
      },
      decoded: profile,
    };
  },
};
