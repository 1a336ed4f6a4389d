import { stackKeyOf } from '../profile/identity';
import type { BlockedOn, Frame, Stack, StackKey } from '../profile/stack';
import { blockedOn } from './blockedOn';
import { userFrameOf } from './creators';
import type { Dump, DumpedGoroutine } from './dump';
import type { KnownStacks } from './knownStacks';

/** A stack of a dump, in one state, joined to the goroutine profile. */
export interface JoinedStack {
  readonly key: StackKey;
  /** The profile's; absent where the profile has none. */
  readonly known?: Stack;
  readonly frames: readonly Frame[];
  readonly userFrame: number;
  readonly blockedOn: BlockedOn;
}

/** Finds each stack of a dump in the goroutine profile, once. */
export class JoinedStacks {
  private readonly found = new Map<readonly Frame[], Map<string, JoinedStack>>();
  private readonly last: DumpedGoroutine | undefined;

  constructor(
    dump: Dump,
    private readonly knownStacks: KnownStacks
  ) {
    this.last = dump.isCut ? dump.goroutines.at(-1) : undefined;
  }

  of(goroutine: DumpedGoroutine): JoinedStack {
    if (goroutine === this.last) {
      return this.join(goroutine, true);
    }
    const { frames, state } = goroutine;
    let states = this.found.get(frames);
    if (!states) {
      states = new Map();
      this.found.set(frames, states);
    }
    let joined = states.get(state);
    if (!joined) {
      joined = this.join(goroutine, false);
      states.set(state, joined);
    }
    return joined;
  }

  private join({ state, frames, elided, elidedAt }: DumpedGoroutine, isCut: boolean): JoinedStack {
    const functions = frames.map(({ function: name }) => name);
    const waitsFor = blockedOn(state, functions);
    const known = this.knownStacks.find({ frames, elided, elidedAt, isCut }, waitsFor);
    const userFrame = userFrameOf(frames);
    // A key of its own: no stack of a profile begins with a function of such a name.
    const key = known?.key ?? stackKeyOf([`(${waitsFor})`, ...functions]);
    return { key, frames, userFrame, blockedOn: waitsFor, ...(known ? { known } : {}) };
  }
}
