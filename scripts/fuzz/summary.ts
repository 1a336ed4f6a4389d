import type { Failure } from './examine';

/** One input, where it is worth naming. */
export interface Told {
  number: number;
  how: string;
  value: number;
}

/** What a number of cases came to; can be sent between threads, and added up. */
export interface Tally {
  inputs: number;
  bytes: number;
  accepted: number;
  /** By the message without its numbers and quotes. */
  refused: Map<string, number>;
  slowest: Told;
  /** Allocated bytes per byte of input, for inputs of 20 kB and more. */
  hungriest: Told;
}

export interface FoundFailure {
  isDense: boolean;
  failure: Failure;
  number: number;
  how: string;
  bytes: Uint8Array;
}

/** Failures of one signature are one kind of failure: the fault is likely the same. */
export function signatureOf({ kind, what }: Failure): string {
  return `${kind} ${kindOf(what)}`;
}

export function emptyTally(): Tally {
  const nothing = { number: -1, how: '', value: 0 };
  return { inputs: 0, bytes: 0, accepted: 0, refused: new Map(), slowest: nothing, hungriest: nothing };
}

export function addUp(a: Tally, b: Tally): Tally {
  const refused = new Map(a.refused);
  b.refused.forEach((count, kind) => refused.set(kind, (refused.get(kind) ?? 0) + count));
  return {
    inputs: a.inputs + b.inputs,
    bytes: a.bytes + b.bytes,
    accepted: a.accepted + b.accepted,
    refused,
    slowest: a.slowest.value >= b.slowest.value ? a.slowest : b.slowest,
    hungriest: a.hungriest.value >= b.hungriest.value ? a.hungriest : b.hungriest,
  };
}

/** A message as a kind of message: what is quoted, and all numbers, left out. */
export function kindOf(message: string): string {
  return message
    .replace(/ \(at byte \d+\)$/, '')
    .replace(/"(?:[^"\\]|\\.)*"?/g, '"..."')
    .replace(/sample types: .*/s, 'sample types: ...')
    .replace(/-?\d+(\.\d+)?(e[+-]?\d+)?/g, 'N');
}

export function summaryText(tally: Tally, seconds: number): string {
  const { accepted, bytes, hungriest, inputs, refused, slowest } = tally;
  const kinds = [...refused]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${String(count).padStart(9)}  ${kind}`);
  return [
    `${inputs} inputs, ${(bytes / 1e6).toFixed(0)} MB, in ${seconds.toFixed(0)} s: ${accepted} accepted, ${inputs - accepted} refused:`,
    ...kinds,
    `slowest: ${slowest.value.toFixed(1)} ms, case ${slowest.number} (${slowest.how})`,
    `most allocated: ${hungriest.value.toFixed(1)} bytes per byte, case ${hungriest.number} (${hungriest.how})`,
  ].join('\n');
}
