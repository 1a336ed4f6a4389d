import type { Steps } from '../../steps';
import { pickSamples, type StackTable } from './stacktable';

const SAMPLES_PER_STEP = 1024;

/**
 * The table as pprof puts a profile together before it takes a difference: samples of one stack with the same labels are
 * one, where the first was, and those without a value of any type are gone.
 */
export function* mergeSteps(table: StackTable): Steps<StackTable> {
  const { samples, stacks, symbols } = table;
  const sharers = new Uint32Array(stacks.length);
  samples.stack.forEach((stack) => (sharers[stack] = (sharers[stack] as number) + 1));
  const known = new Map<string, number>();
  const kept = new Uint32Array(samples.length);
  const values = new Float64Array(samples.length);
  let count = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    if (sample % SAMPLES_PER_STEP === SAMPLES_PER_STEP - 1) {
      yield;
    }
    const row = samples.row[sample] as number;
    const stack = samples.stack[sample] as number;
    if (symbols.isZero(row)) {
      continue;
    }
    // Labels are looked at only where there is something to put together.
    const key = (sharers[stack] as number) > 1 ? `${stack} ${labelsKey(table, row)}` : String(stack);
    const place = known.get(key);
    if (place === undefined) {
      known.set(key, count);
      kept[count] = sample;
      values[count++] = samples.values[sample] as number;
    } else {
      values[place] = (values[place] as number) + (samples.values[sample] as number);
    }
  }
  const merged = pickSamples(samples, kept.subarray(0, count));
  return { ...table, samples: { ...merged, values: values.subarray(0, count) } };
}

function labelsKey({ symbols }: StackTable, row: number): string {
  return symbols
    .labels(row)
    .map(({ key, num, numUnit, str }) => JSON.stringify([key, str, num?.toString(), numUnit]))
    .join();
}
