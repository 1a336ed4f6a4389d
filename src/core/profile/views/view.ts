import type { Granularity } from '../frametable';
import type { ValueType } from '../profile';
import type { Frame } from '../stack';

/** The views of `go tool pprof` by their names there; `flamegraph` is its web page's. */
export const PROFILE_VIEWS = ['top', 'traces', 'peek', 'tree', 'flamegraph'] as const;
export type ProfileView = (typeof PROFILE_VIEWS)[number];

/** What to look at, with pprof's options and their meaning there. */
export interface ViewOptions {
  readonly view: ProfileView;
  readonly granularity: Granularity;
  /** What rows are ordered by: pprof's -flat and -cum. Traces keep the profile's order, siblings in a flame graph are by name. */
  readonly order: 'flat' | 'cum';
  /**
   * How many rows: of `top`, `peek`, `tree` the first ones; of `traces` and of `flamegraph`'s nodes the heaviest. Infinity
   * for all.
   */
  readonly top: number;
  /** view `peek`: the frames whose callers and callees are asked for, looked for in their names. */
  readonly peek?: RegExp;
  readonly filter: StackFilters;
}

/** pprof's filters. A pattern is looked for in a frame's function, in its file, and in the path of its binary. */
export interface StackFilters {
  /** Keeps the samples in which a frame matches, */
  readonly focus?: RegExp;
  /** drops those in which one does. */
  readonly ignore?: RegExp;
  /** Takes the matching frames out of all stacks, */
  readonly hide?: RegExp;
  /** takes out all others, */
  readonly show?: RegExp;
  /** takes out all frames above the highest that matches; drops samples in which none does. */
  readonly showFrom?: RegExp;
  /** A label's value, a range of numbers (`16kb:64kb`), or `key=` and either: as pprof reads it. */
  readonly tagFocus?: string;
  readonly tagIgnore?: string;
}

/** What a view says. Values are in `sampleType.unit`; of a difference they are this less the base and may be negative. */
export type ViewAnswer = ViewFacts &
  (
    | { readonly view: 'top'; readonly rows: readonly TopEntry[] }
    | { readonly view: 'traces'; readonly rows: readonly TraceEntry[] }
    | { readonly view: 'peek' | 'tree'; readonly rows: readonly TreeEntry[] }
    | { readonly view: 'flamegraph'; readonly nodes: readonly FlameNode[] }
  );

export interface ViewFacts {
  readonly sampleType: ValueType;
  /**
   * What shares are of, as pprof counts it: the absolute values of all samples, those that a filter dropped included; of a
   * difference those of the base, unless they are all 0.
   */
  readonly total: number;
  /** What the filters left, in all; of a difference this less the base. */
  readonly sum: number;
  /** Rows (or nodes) before `top` cut them, and the sum of their flat values after. */
  readonly count: number;
  readonly shown: number;
}

/** A frame and what pprof prints for it, which says what the granularity tells apart: `main.leak`, `main.leak main.go:9`. */
export interface NamedFrame extends Frame {
  readonly name: string;
}

/** A row of `pprof -top`. */
export interface TopEntry extends NamedFrame {
  readonly flat: number;
  readonly cum: number;
  /** Whether its callers have the call inlined: all of them, some, or none. */
  readonly inlined: 'all' | 'some' | 'none';
}

/** Samples of one stack, as `pprof -traces` has them: with a base, its samples stand behind, negative. */
export interface TraceEntry {
  /** Leaf first. */
  readonly frames: readonly NamedFrame[];
  /** By frame: the call was inlined. */
  readonly isInlined: readonly boolean[];
  readonly value: number;
  /** `bytes: 16kB`, in pprof's order; all that the sample says under one key stands in one. */
  readonly labels: readonly string[];
}

/** A block of `pprof -peek` and `-tree`: a frame with what called it and what it called. */
export interface TreeEntry extends TopEntry {
  /** In pprof's order. */
  readonly callers: readonly CallEdge[];
  readonly callees: readonly CallEdge[];
}

export interface CallEdge {
  readonly frame: NamedFrame;
  readonly value: number;
  /** The call was inlined wherever it is in the profile. */
  readonly isInlined: boolean;
}

/** Depth first from the root, as Grafana's flame graph wants it; level 0 is the root alone, which has no name. */
export interface FlameNode {
  readonly level: number;
  readonly frame: NamedFrame;
  readonly value: number;
  readonly self: number;
  /** With a base: the same there. `value` and `self` are then of this one, not of the difference. */
  readonly baseValue?: number;
  readonly baseSelf?: number;
}
