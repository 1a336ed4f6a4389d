import type { Steps } from '../steps';
import type { StringTable } from './strings';

/** What a sample's value counts: `{ type: 'inuse_space', unit: 'bytes' }`. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}

/**
 * A pprof profile (github.com/google/pprof/proto/profile.proto) as columns. A column named after a field of the message
 * has one cell per message; `...Start` columns have one cell more, so that row i owns `[start[i], start[i + 1])` of the
 * column that it points into. References are row numbers, never ids. Nothing in it may be changed.
 *
 * Location.is_folded, Line.column and Function.system_name are checked, but not kept: nothing asks for them.
 */
export interface Profile {
  /** What it was decoded from: strings and labels are read from here when they are asked for. */
  readonly bytes: Uint8Array;
  readonly sampleTypes: readonly ValueType[];
  /** The declared one; empty in Go's own profiles. See `sampleIndex`. */
  readonly defaultSampleType: string;
  readonly samples: SampleColumns;
  readonly stacks: StackColumns;
  readonly locations: LocationColumns;
  readonly lines: LineColumns;
  readonly functions: FunctionColumns;
  /** A handful per profile, so objects do. */
  readonly mappings: readonly Mapping[];
  readonly strings: StringTable;
  /** Regular expressions over function names. */
  readonly dropFrames: string;
  readonly keepFrames: string;
  /** Nanoseconds since 1970-01-01 UTC; 0 where not said. */
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodType: ValueType | undefined;
  readonly period: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
}

export interface SampleColumns {
  readonly length: number;
  /** Row in `stacks`. */
  readonly stack: Uint32Array;
  /** Into `values`. */
  readonly valueStart: Uint32Array;
  /** Sample after sample, one per sample type. Where a value is beyond 2^53 it is rounded here, exact in `exactValues`. */
  readonly values: Float64Array;
  /** By index in `values`: those that a number cannot hold. */
  readonly exactValues: ReadonlyMap<number, bigint>;
  /**
   * Where the sample's first label begins and where the sample ends, as offsets in `Profile.bytes`. Labels outnumber
   * samples and few people ask for them, so they stay encoded (see labels.ts).
   */
  readonly labelFrom: Uint32Array;
  readonly end: Uint32Array;
}

/**
 * Distinct sequences of location ids. Two of them may still name the same functions. They stay encoded too: a large heap
 * has millions of locations, and who reads a stack mostly needs it once.
 */
export interface StackColumns {
  readonly length: number;
  /** The most locations that a stack has: as long must the `out` of `read` be. */
  readonly deepest: number;
  /** Locations of all stacks together. */
  readonly locationCount: number;
  /**
   * Writes the locations of a stack, leaf first, as rows in the profile's locations, into `out`, from its cell `at` on
   * (0 where not said): returns how many.
   */
  read(row: number, out: Uint32Array, at?: number): number;
  /** By stack: its first location, -1 for an empty one. */
  readonly leaves: Int32Array;
  /** By stack: a number for the sequence of its frames, the same for the same, however they lie in locations. */
  foldSteps(frames: FrameIds): Steps<Int32Array>;
  /** The locations of a stack in an array of their own: for the few that are shown. */
  locationsOf(row: number): Uint32Array;
}

/** Frames as numbers, the same number for the same frame. Location row i has `ids[start[i], start[i + 1])`. */
export interface FrameIds {
  readonly ids: Uint32Array;
  /** Inlined calls first, as in profile.proto. */
  readonly start: Uint32Array;
}

export interface LocationColumns {
  readonly length: number;
  readonly idLo: Uint32Array;
  readonly idHi: Uint32Array;
  readonly addressLo: Uint32Array;
  readonly addressHi: Uint32Array;
  /** Row in `mappings`, -1 for none. */
  readonly mapping: Int32Array;
  /** Into `lines`; inlined calls first, as in profile.proto. A location without symbols has no line. */
  readonly lineStart: Uint32Array;
  /** The least and the most lines that a location has; 0 where there is none. */
  readonly fewestLines: number;
  readonly mostLines: number;
}

export interface LineColumns {
  /** Row in `functions`, -1 for none. */
  readonly function: Int32Array;
  readonly line: Float64Array;
  /** The first row with the same line number of the same function, as its name and file tell, byte by byte. */
  readonly same: Uint32Array;
  /** The first row whose function has the same name, byte by byte; for a line without a function the first without. */
  readonly sameName: Uint32Array;
}

export interface FunctionColumns {
  readonly length: number;
  readonly idLo: Uint32Array;
  readonly idHi: Uint32Array;
  /** String indexes. */
  readonly name: Uint32Array;
  readonly filename: Uint32Array;
  readonly startLine: Float64Array;
  /** The first row whose name is the same, byte by byte. */
  readonly sameName: Uint32Array;
  /** The first row whose file is. */
  readonly sameFile: Uint32Array;
}

export interface Mapping {
  readonly id: bigint;
  readonly memoryStart: bigint;
  readonly memoryLimit: bigint;
  readonly fileOffset: bigint;
  readonly filename: string;
  readonly buildId: string;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/**
 * Which of the sample types to show. By name where one is given (undefined result: the profile has no such type);
 * else the declared default, else inuse_space by name (Go declares no default, and its position is no promise), else
 * the last one, as pprof does.
 */
export function sampleIndex(profile: Profile, type?: string): number | undefined {
  const named = (name: string): number | undefined => {
    const index = profile.sampleTypes.findIndex((candidate) => candidate.type === name);
    return index < 0 ? undefined : index;
  };
  if (type !== undefined) {
    return named(type);
  }
  const last = profile.sampleTypes.length - 1;
  return named(profile.defaultSampleType) ?? named('inuse_space') ?? (last < 0 ? undefined : last);
}

/** The exact value of a sample for a sample type; undefined where the sample has no such value (see checkValid). */
export function sampleValue(profile: Profile, sample: number, typeIndex: number): bigint | undefined {
  const { exactValues, valueStart, values } = profile.samples;
  const at = (valueStart[sample] ?? 0) + typeIndex;
  const value = values[at];
  if (value === undefined || at >= (valueStart[sample + 1] ?? 0)) {
    return undefined;
  }
  return exactValues.get(at) ?? BigInt(value);
}
