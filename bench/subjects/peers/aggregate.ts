import type { Outcome } from '../subject';
import { FrameTable } from './frames';
import { outcomeOf } from './outcome';
import { RowsById } from './rows';
import { StackSums } from './sums';

/** The fields of a decoded profile.proto that W needs; `I` is what the decoder makes of a 64-bit integer. */
export interface Message<I> {
  readonly sample: ReadonlyArray<{ readonly locationId: readonly I[]; readonly value: readonly I[] }>;
  readonly location: ReadonlyArray<{
    readonly id: I;
    readonly line: ReadonlyArray<{ readonly functionId: I; readonly line: I }>;
  }>;
  readonly function: ReadonlyArray<{ readonly id: I; readonly name: I }>;
  readonly stringTable: readonly string[];
}

/**
 * W on decoded objects, for every peer. Each subject is bundled apart (see ../../build.ts), so that each has its own copy of
 * this code, compiled for its own objects.
 */
export function aggregate<I>(message: Message<I>, numberOf: (integer: I) => number): Outcome {
  const { sample, location, function: functions, stringTable } = message;
  const frames = new FrameTable(location.length);
  const functionRows = new RowsById(functions.length);
  const names = functions.map(({ id, name }, row) => {
    functionRows.set(numberOf(id), row);
    return frames.intern(stringTable[numberOf(name)] as string);
  });
  for (const { id, line: lines } of location) {
    for (const { functionId, line } of lines) {
      frames.addFrame(names[functionRows.get(numberOf(functionId))] as number, numberOf(line));
    }
    frames.endLocation(numberOf(id));
  }
  const sums = new StackSums(frames);
  for (const { locationId, value } of sample) {
    for (let i = 0; i < locationId.length; i++) {
      sums.push(numberOf(locationId[i] as I));
    }
    sums.end(numberOf(value[0] as I));
  }
  return outcomeOf(frames, sums, message);
}
