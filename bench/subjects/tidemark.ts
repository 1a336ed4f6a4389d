import { decodeProfile } from '../../src/core/profile/decode';
import { frameTable, type FrameTable } from '../../src/core/profile/frametable';
import { groupStacks } from '../../src/core/profile/grouping';
import type { Profile } from '../../src/core/profile/profile';
import { groupSums, rowSums } from '../../src/core/profile/sums';
import { describeFrame, leafSums } from '../../src/core/profile/top';
import { prepareDecoder } from '../../src/core/profile/wasm/prepare';
import { greatest } from './peers/outcome';
import type { Frame, Outcome, Subject } from './subject';

/** src/core, as the data source uses it. */
export const subject: Subject = {
  // As the worker does when it starts.
  // As the worker does when it starts.
  prepare: prepareDecoder,
  work: (inflated): Outcome => {
    const profile = decodeProfile(inflated);
    const groups = groupStacks(profile, 'lines');
    const rows = rowSums(profile, 0);
    const { numbers } = groupSums(rows, groups);
    const names = frameTable(profile, 'functions');
    const perName = leafSums(profile, names, rows).numbers;
    const stackOf = (group: number) => groups.representative[group] as number;
    return {
      total: sumOf(numbers),
      top: greatest(groups.length, (group) => numbers[group] as number).map((group) => ({
        value: numbers[group] as number,
        frames: framesOf(profile, stackOf(group)),
      })),
      leaves: leavesOf(profile, names, perName),
      stacks: {
        length: groups.length,
        value: (group) => numbers[group] as number,
        eachFrame: (group, visit) => eachFrame(profile, stackOf(group), visit),
      },
      decoded: profile,
    };
  },
};

function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) {
    sum += numbers[i] as number;
  }
  return sum;
}

function leavesOf(profile: Profile, names: FrameTable, perName: Float64Array): Outcome['leaves'] {
  const leaves: Array<{ name: string; value: number }> = [];
  const isSeen = new Uint8Array(names.length);
  for (let row = 0; row < profile.stacks.length; row++) {
    const location = profile.stacks.leaves[row] as number;
    const id = location < 0 ? -1 : (names.ids[names.start[location] as number] as number);
    if (id >= 0 && isSeen[id] === 0) {
      isSeen[id] = 1;
      leaves.push({ name: describeFrame(profile, names, id, 'functions').function, value: perName[id] as number });
    }
  }
  return leaves;
}

function framesOf(profile: Profile, stack: number): Frame[] {
  const frames: Frame[] = [];
  eachFrame(profile, stack, (name, line) => frames.push({ name, line }));
  return frames;
}

function eachFrame(profile: Profile, stack: number, visit: (name: string, line: number) => void): void {
  const { functions, lines, locations, stacks, strings } = profile;
  for (const location of stacks.locationsOf(stack)) {
    const last = locations.lineStart[location + 1] as number;
    for (let line = locations.lineStart[location] as number; line < last; line++) {
      visit(strings.get(functions.name[lines.function[line] as number] as number), lines.line[line] as number);
    }
  }
}
