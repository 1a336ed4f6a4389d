import { decodeProfile } from '../../src/core/profile/decode';
import { ProfileError } from '../../src/core/profile/error';
import type { Profile } from '../../src/core/profile/profile';
import { thoroughSteps } from '../../src/core/profile/thorough';
import { checkValid } from '../../src/core/profile/validate';
import { runSteps } from '../../src/core/steps';
import { breachOf } from './invariants';
import { differenceOf, reflect } from './oracle';
import { contradictionIn, readAsPlugin } from './readers';

export type FailureKind =
  /** Something other than a ProfileError was thrown, or one that cannot be shown. */
  | 'crash'
  /** A profile that breaks what profile.ts promises, or sums that do not add up. */
  | 'inconsistent'
  /** protobufjs reads other content from the same bytes. */
  | 'differs'
  /** protobufjs, or our TypeScript decoder, refuses what we accept. The other way round is fine: we refuse dangling ids and wrong wire types. */
  | 'lenient'
  | 'slow'
  | 'memory';

export interface Failure {
  kind: FailureKind;
  what: string;
}

export interface Examination {
  /** Why the profile was refused; undefined: it was accepted. */
  refusal?: string;
  failure?: Failure;
  /** How long decoding, checking and reading took, the checks on that left out. */
  ms: number;
  /** Bytes allocated meanwhile, garbage too: a bound of the peak from above. See memory.ts. */
  allocated: number;
}

/** The contract of the fuzzer: no input costs more. */
export const SLOW_MS = 1000;

/** A message goes into a panel's notice: one that quotes the input at length does not fit. */
const LONGEST_MESSAGE = 400;

/** Decodes, checks and reads a profile as the plugin does, and judges what came of it. */
export function examine(bytes: Uint8Array, allocatedSoFar: () => number = () => 0): Examination {
  const before = allocatedSoFar();
  const run = attempt(bytes);
  const allocated = allocatedSoFar() - before;
  const { error, ms } = run;
  const result: Examination = { ms, allocated };
  if (error !== undefined) {
    result.refusal = String(error instanceof Error ? error.message : error);
  }
  const failure = judge(bytes, run) ?? slow(ms, () => attempt(bytes).ms);
  return failure ? { ...result, failure } : result;
}

interface Run {
  /** What decodeProfile returned, be it valid or not. */
  profile?: Profile;
  isValid: boolean;
  error?: unknown;
  ms: number;
}

function attempt(bytes: Uint8Array): Run {
  const start = performance.now();
  const run: Run = { isValid: false, ms: 0 };
  try {
    run.profile = decodeProfile(bytes);
    checkValid(run.profile);
    run.isValid = true;
    readAsPlugin(run.profile);
  } catch (error) {
    run.error = error;
  }
  run.ms = performance.now() - start;
  return run;
}

function judge(bytes: Uint8Array, { error, isValid, profile }: Run): Failure | undefined {
  if (error !== undefined) {
    const fault = faultOf(error, bytes);
    if (fault) {
      return { kind: 'crash', what: fault };
    }
  }
  if (!profile) {
    return undefined;
  }
  const breach = guarded(() => breachOf(profile) ?? (isValid ? contradictionIn(profile) : undefined));
  if (breach) {
    return { kind: 'inconsistent', what: breach };
  }
  const failure = thoroughFailure(bytes);
  if (failure) {
    return failure;
  }
  const other = reflect(bytes);
  if (other instanceof Error) {
    return isStricter(other) ? undefined : { kind: 'lenient', what: `protobufjs: ${other.message}` };
  }
  const difference = differenceOf(profile, other);
  return difference ? { kind: 'differs', what: difference } : undefined;
}

/** The TypeScript decoder must accept what was accepted, of which WebAssembly may have read all, and be as quick. */
function thoroughFailure(bytes: Uint8Array): Failure | undefined {
  const time = () => {
    const start = performance.now();
    runSteps(thoroughSteps(bytes));
    return performance.now() - start;
  };
  try {
    return slow(time(), time);
  } catch (error) {
    return { kind: 'lenient', what: `TypeScript: ${error}` };
  }
}

/**
 * Where protobufjs is stricter than the encoding: tags and lengths are varints of up to ten bytes like any other
 * (google/pprof's decodeVarint takes them), protobufjs takes five.
 */
function isStricter({ message }: Error): boolean {
  return message === 'invalid length encoding' || message === 'invalid tag encoding';
}

/** What is wrong with an error itself. */
function faultOf(error: unknown, bytes: Uint8Array): string | undefined {
  if (!(error instanceof ProfileError)) {
    const frame = error instanceof Error ? (/\n\s*at ([^\n]*)/.exec(error.stack ?? '')?.[1] ?? '') : '';
    return `${String(error).slice(0, 200)} ${frame.replace(/\(.*\/(.*)\)/, '($1)')}`;
  }
  const { message, offset } = error;
  if (message.length > LONGEST_MESSAGE) {
    return `a message of ${message.length} characters: ${message.slice(0, 80)}...`;
  }
  if (offset !== undefined && !(Number.isInteger(offset) && offset >= 0 && offset <= bytes.length)) {
    return `offset ${offset} of ${bytes.length}: ${message}`;
  }
  return undefined;
}

/** Reading must not throw at all: not a ProfileError either, for no caller expects one. */
function guarded(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    return `reading throws ${String(error).slice(0, 200)}`;
  }
}

/** Slow twice: once may be the machine's doing. */
function slow(first: number, again: () => number): Failure | undefined {
  if (first <= SLOW_MS) {
    return undefined;
  }
  const ms = again();
  return ms > SLOW_MS ? { kind: 'slow', what: `${Math.round(Math.min(first, ms))} ms` } : undefined;
}
