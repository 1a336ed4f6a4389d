import type { Granularity } from '../../src/core/profile/frametable';
import { groupStacks } from '../../src/core/profile/grouping';
import { sampleValue, type Profile } from '../../src/core/profile/profile';
import { topFrames } from '../../src/core/profile/top';

/** Writing out more frames than this takes too long for one input of many thousands. */
const MOST_FRAMES = 300_000;

/**
 * Groups and sums once more, with strings and maps and nothing else, and says where groupStacks or topFrames has other
 * ones. Names are compared byte by byte, as they do: bytes that are no UTF-8 would all read alike.
 */
export function naiveDifference(profile: Profile, granularity: 'functions' | 'lines'): string | undefined {
  if (profile.stacks.locationCount * mostLines(profile) > MOST_FRAMES) {
    return undefined;
  }
  const stacks = Array.from({ length: profile.stacks.length }, (_, row) => framesOf(profile, row, granularity));
  return groupDifference(profile, stacks, granularity) ?? topDifference(profile, stacks, granularity);
}

function mostLines({ locations }: Profile): number {
  let most = 1;
  for (let row = 0; row < locations.length; row++) {
    most = Math.max(most, (locations.lineStart[row + 1] as number) - (locations.lineStart[row] as number));
  }
  return most;
}

function framesOf(profile: Profile, row: number, granularity: Granularity): string[] {
  const { functions, lines, locations, stacks } = profile;
  const frames: string[] = [];
  for (const location of stacks.locationsOf(row)) {
    const from = locations.lineStart[location] as number;
    const to = locations.lineStart[location + 1] as number;
    const rows = from === to ? [-1] : Array.from({ length: to - from }, (_, i) => from + i);
    for (const line of rows) {
      const of = line < 0 ? -1 : (lines.function[line] as number);
      const at = granularity === 'lines' && line >= 0 ? lines.line[line] : 0;
      const text = (index: number | undefined) => latin1(profile, index ?? 0);
      const name =
        of < 0
          ? ['binary', locations.mapping[location]]
          : [text(functions.name[of]), granularity === 'lines' ? text(functions.filename[of]) : ''];
      frames.push(JSON.stringify([...name, at]));
    }
  }
  return frames;
}

function latin1({ bytes, strings }: Profile, index: number): string {
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + strings.start(index),
    strings.end(index) - strings.start(index)
  ).toString('latin1');
}

/** Same group, same frames; other group, other frames. */
function groupDifference(profile: Profile, stacks: string[][], granularity: Granularity): string | undefined {
  const { groupOf } = groupStacks(profile, granularity);
  const groupByFrames = new Map<string, number>();
  const framesByGroup = new Map<number, string>();
  for (const [row, frames] of stacks.entries()) {
    const key = frames.join('\n');
    const group = groupOf[row] as number;
    if ((groupByFrames.get(key) ?? group) !== group || (framesByGroup.get(group) ?? key) !== key) {
      return `groupStacks by ${granularity} has stack ${row} in group ${group}, naively another`;
    }
    groupByFrames.set(key, group);
    framesByGroup.set(group, key);
  }
  return undefined;
}

function topDifference(profile: Profile, stacks: string[][], granularity: Granularity): string | undefined {
  const naive = new Map<string, [flat: bigint, cum: bigint]>();
  const at = (frame: string): [bigint, bigint] => {
    const known = naive.get(frame) ?? [0n, 0n];
    naive.set(frame, known);
    return known;
  };
  for (let sample = 0; sample < profile.samples.length; sample++) {
    const frames = stacks[profile.samples.stack[sample] as number] as string[];
    const value = sampleValue(profile, sample, 0) ?? 0n;
    new Set(frames).forEach((frame) => (at(frame)[1] += value));
    if (frames[0] !== undefined) {
      at(frames[0])[0] += value;
    }
  }
  // By their numbers alone: a row does not tell the binary of a frame without symbols.
  const expected = [...naive.values()].map(([flat, cum]) => `${flat} ${cum}`).filter((text) => text !== '0 0');
  const found = topFrames(profile, 0, granularity)
    .map(({ cum, flat }) => `${flat} ${cum}`)
    .filter((text) => text !== '0 0');
  const isSame = expected.sort().join() === found.sort().join();
  return isSame ? undefined : `topFrames by ${granularity} has other numbers than the naive sums`;
}
