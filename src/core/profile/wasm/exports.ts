/** A WebAssembly.Global; of addresses and counts, as unsigned 32 bits. */
interface Global {
  readonly value: number;
}

/** What assembly/index.ts exports, and what each is. Addresses are of `memory`, and move until `finish` has returned. */
export interface WasmExports {
  readonly memory: { readonly buffer: ArrayBuffer };

  /** Makes room for that many bytes of profile: returns the address at which to put them. */
  begin(size: number): number;
  /** Reads up to `limit` fields of the Profile message. */
  read(limit: number): Outcome;
  /** After the last field. From here on all that follows may be read. */
  finish(): Outcome;

  /** Makes room for folding stacks, whereupon nothing is left of the profile: see assembly/fold.ts. */
  beginFold(size: number, joined: number, ids: number, locations: number, frames: number, stacks: number): void;
  makeTerms(ids: number): void;
  roomForPiece(size: number): void;
  fold(stacks: number, address: number): void;
  readonly foldFrameStart: Global;
  readonly foldFrames: Global;
  readonly foldRows: Global;
  readonly foldJoined: Global;
  readonly foldPiece: Global;
  readonly foldStart: Global;
  readonly foldEnd: Global;
  readonly foldSum: Global;

  readonly samples: Global;
  readonly sampleStack: Global;
  readonly sampleValueStart: Global;
  readonly sampleLabelFrom: Global;
  readonly sampleEnd: Global;
  /** How many values every sample has; -1 where one has more than another. */
  readonly valuesEach: Global;
  readonly valueCount: Global;
  readonly values: Global;

  readonly stacks: Global;
  readonly stackStart: Global;
  readonly stackEnd: Global;
  readonly stackLeaf: Global;
  readonly locationCount: Global;
  readonly deepest: Global;
  readonly joined: Global;
  readonly joinedSize: Global;
  /** The ids of all stacks one after the other; 0 where they lie close enough in the profile. */
  readonly gathered: Global;
  readonly gatheredSize: Global;

  readonly strings: Global;
  readonly stringAt: Global;

  readonly locations: Global;
  readonly locationId: Global;
  /** Ids less 1. */
  readonly locationMapping: Global;
  readonly locationAddressLo: Global;
  readonly locationAddressHi: Global;
  readonly locationLineStart: Global;
  readonly greatestLocation: Global;
  readonly greatestMapping: Global;
  readonly fewestLines: Global;
  readonly mostLines: Global;
  /** By id up to `greatestLocation`: the row, -1 for none. */
  readonly rowOfLocation: Global;

  readonly lines: Global;
  readonly lineFunction: Global;
  readonly lineNumber: Global;
  readonly lineSame: Global;
  readonly lineSameName: Global;

  readonly functions: Global;
  readonly functionId: Global;
  readonly functionName: Global;
  readonly functionFilename: Global;
  readonly functionStartLine: Global;
  readonly functionSameName: Global;
  readonly functionSameFile: Global;

  /** Offsets in the profile of the fields of Profile that were passed over: a handful. */
  readonly others: Global;
  readonly otherAt: Global;
}

export const DONE = 0;
export const MORE = 1;
/** The profile is not as Go writes it: thorough.ts reads it. */
export const ODD = 2;
export type Outcome = typeof DONE | typeof MORE | typeof ODD;
