import { hashName, normaliseFunction, StackHasher, type NameHash } from '../profile/identity';
import type { BlockedOn, Frame, Stack, StackKey } from '../profile/stack';
import { shownFunctions } from './shown';

/** A stack as a dump has it. */
export interface DumpedStack {
  readonly frames: readonly Frame[];
  /** As in DumpedGoroutine. */
  readonly elided: number;
  readonly elidedAt: number;
  /** Whether frames may be missing at its end: the last goroutine of a cut dump. */
  readonly isCut: boolean;
}

interface Candidate {
  readonly stack: Stack;
  /** Those that a dump shows, leaf first. */
  readonly shown: readonly KnownName[];
}

/** A normalised name: the same object for all functions that have it. */
type KnownName = NameHash;

/** Frames that a profile has of a stack at most: 32 up to Go 1.22, 128 since (runtime/mprof.go, maxStack). */
const PROFILE_DEPTH = 32;

/** By so many functions from the leaf deep stacks are looked up. */
const DEEP = 20;

/** The stacks of a goroutine profile, found by what a dump shows of them. */
export class KnownStacks {
  private readonly byShown = new Map<string, Candidate[]>();
  /** Those that one side may have only a part of. */
  private readonly deep = new Map<string, Candidate[]>();
  private readonly names = new Map<string, KnownName>();
  private readonly normalised = new Map<string, KnownName>();

  add(stack: Stack): void {
    const candidate = { stack, shown: this.shownOf(stack.frames) };
    addTo(this.byShown, keyOf(candidate.shown), candidate);
    if (candidate.shown.length >= DEEP) {
      addTo(this.deep, keyOf(candidate.shown.slice(0, DEEP)), candidate);
    }
  }

  /**
   * The profile's stack that a dump's stack is; of several that a dump shows alike, the one that waits for the same, then
   * the one with the most lines in common. Undefined where there is none.
   */
  find(dumped: DumpedStack, waitsFor: BlockedOn): Stack | undefined {
    const shown = this.shownOf(dumped.frames);
    const isWhole = dumped.elided === 0 && !dumped.isCut;
    const candidates = (isWhole && this.byShown.get(keyOf(shown))) || this.deepAlike(shown, dumped);
    let best: Stack | undefined;
    let bestScore = -1;
    for (const { stack } of candidates) {
      const score = (stack.blockedOn === waitsFor ? 1e6 : 0) + linesInCommon(stack.frames, dumped.frames);
      if (score > bestScore) {
        best = stack;
        bestScore = score;
      }
    }
    return best;
  }

  private deepAlike(shown: readonly KnownName[], dumped: DumpedStack): readonly Candidate[] {
    const candidates = shown.length < DEEP ? [] : (this.deep.get(keyOf(shown.slice(0, DEEP))) ?? []);
    return candidates.filter((candidate) => isPartAlike(candidate, shown, dumped));
  }

  private shownOf(frames: readonly Frame[]): readonly KnownName[] {
    return shownFunctions(frames.map(({ function: name }) => name)).map((name) => this.nameOf(name));
  }

  private nameOf(name: string): KnownName {
    let known = this.names.get(name);
    if (!known) {
      const normalised = normaliseFunction(name);
      known = this.normalised.get(normalised) ?? hashName(normalised);
      this.normalised.set(normalised, known);
      this.names.set(name, known);
    }
    return known;
  }
}

/** Whether a stack of the profile, which may lack its end, and one of a dump, which may lack frames, can be the same. */
function isPartAlike({ stack, shown }: Candidate, dumpedShown: readonly KnownName[], dumped: DumpedStack): boolean {
  const mayLackEnd = stack.frames.length >= PROFILE_DEPTH;
  const { elided, elidedAt, frames, isCut } = dumped;
  // Only frames that a dump shows are counted there, so an index in its frames is one in what is shown of them.
  const top = dumpedShown.slice(0, elided === 0 ? dumpedShown.length : elidedAt);
  const bottom = dumpedShown.slice(top.length);
  const isTopAlike = startWithSame(shown, top);
  if (elided === 0 && !isCut) {
    return isTopAlike && mayLackEnd && shown.length < top.length;
  }
  if (!isTopAlike || (shown.length < top.length && !mayLackEnd)) {
    return false;
  }
  const whole = isCut || Number.isNaN(elided) ? NaN : frames.length + elided;
  if (mayLackEnd && !(shown.length >= whole)) {
    return true;
  }
  return (
    (Number.isNaN(whole) || shown.length === whole) && bottom.every((name, i) => shown.at(i - bottom.length) === name)
  );
}

/** Up to where the shorter one ends. */
function startWithSame(a: readonly KnownName[], b: readonly KnownName[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}

function keyOf(names: readonly KnownName[]): StackKey {
  const hasher = new StackHasher();
  names.forEach((name) => hasher.add(name));
  return hasher.key();
}

/** Frames at the same place, in their order: the profile's has some of the runtime's between them. */
function linesInCommon(known: readonly Frame[], dumped: readonly Frame[]): number {
  let count = 0;
  let at = 0;
  for (const { file, line } of dumped) {
    const found = known.findIndex((frame, i) => i >= at && frame.line === line && frame.file === file);
    if (found >= 0) {
      count++;
      at = found + 1;
    }
  }
  return count;
}

function addTo(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const list = map.get(key);
  if (list) {
    list.push(candidate);
  } else {
    map.set(key, [candidate]);
  }
}
