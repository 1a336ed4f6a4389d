import type { Granularity } from '../../src/core/profile/frametable';
import { sampleLabels } from '../../src/core/profile/labels';
import { sampleValue, type Profile } from '../../src/core/profile/profile';
import { labelLines, labelUnits } from './labels';
import { FrameNames } from './names';
import { headerLines, SEPARATOR, unitOf, type Subject } from './report';
import { label, type Value } from './units';

/** `go tool pprof -traces`, to the character: `top` samples, in the profile's order. */
export function tracesText(subject: Subject, granularity: Granularity, top: number): string[] {
  const { profile, type } = subject;
  const names = new FrameNames(profile, granularity);
  const units = labelUnits(profile);
  const lines = headerLines(subject, 'auto');
  let left = top;
  for (let sample = 0; sample < profile.samples.length && left > 0; sample++) {
    const stack = profile.samples.stack[sample] as number;
    if (isEmpty(profile, stack)) {
      continue;
    }
    left--;
    lines.push(SEPARATOR, ...labelLines(sampleLabels(profile, sample), units));
    const value = label(toValue(sampleValue(profile, sample, type) ?? 0n), unitOf(subject));
    frameLines(profile, names, stack).forEach((frame, i) => {
      lines.push(`${(i === 0 ? value : '').padStart(10)}   ${frame}`);
    });
  }
  return [...lines, SEPARATOR];
}

function isEmpty({ stacks }: Profile, row: number): boolean {
  return stacks.start[row] === stacks.start[row + 1];
}

/** A stack's frames, leaf first; those that were inlined into the next say so. */
function frameLines({ stacks }: Profile, names: FrameNames, row: number): string[] {
  const { ids, start } = names.table;
  const lines: string[] = [];
  for (let i = stacks.start[row] as number; i < (stacks.start[row + 1] as number); i++) {
    const location = stacks.locations[i] as number;
    const last = (start[location + 1] as number) - 1;
    for (let at = start[location] as number; at <= last; at++) {
      lines.push(names.of(ids[at] as number) + (at < last ? ' (inline)' : ''));
    }
  }
  return lines;
}

function toValue(big: bigint): Value {
  const number = Number(big);
  return Number.isSafeInteger(number) ? number : big;
}
