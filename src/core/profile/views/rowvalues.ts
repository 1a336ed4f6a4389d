import type { StackTable } from './stacktable';

/** A table's values by row in its `stacks`. */
export interface RowValues {
  readonly sums: Float64Array;
  /** Whether a sample of the row has a value: their sum may be 0 nevertheless. */
  readonly hasValue: Uint8Array;
}

export function rowValues({ samples, stacks }: StackTable): RowValues {
  const sums = new Float64Array(stacks.length);
  const hasValue = new Uint8Array(stacks.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const row = samples.stack[sample] as number;
    const value = samples.values[sample] as number;
    if (value !== 0) {
      sums[row] = (sums[row] as number) + value;
      hasValue[row] = 1;
    }
  }
  return { sums, hasValue };
}
