import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import { CreatorCounts, Creators, namedByOf } from './creators';
import { Caveats } from './caveats';
import type { Dump, DumpedGoroutine } from './dump';
import type { DumpAnswer, DumpOptions, DumpStackRow, GoroutineRow } from './dumpAnswer';
import { dumpFilter } from './filter';
import { JoinedStacks, type JoinedStack } from './joined';
import { KnownStacks } from './knownStacks';
import { LabelCounts } from './labelCounts';
import { Oldest } from './oldest';
import { Waits } from './waits';

/** Goroutines, or stacks of the profile, a step: each takes a microsecond, and some more where its stack is new. */
const A_STEP = 256;

/** The goroutines of one row of view `stacks`. */
class StackGroup {
  count = 0;
  readonly waits = new Waits();
  readonly creators = new CreatorCounts();
  readonly labels = new LabelCounts();
  /** How many are in which of the stacks that are one: the lines and the wait of the most stand for all. */
  private readonly stacks = new Map<JoinedStack, number>();

  constructor(private oldest: DumpedGoroutine) {}

  add(goroutine: DumpedGoroutine, stack: JoinedStack): void {
    this.count++;
    this.waits.add(goroutine.minutes);
    this.labels.add(goroutine.labels);
    this.stacks.set(stack, (this.stacks.get(stack) ?? 0) + 1);
    if (goroutine.createdBy) {
      this.creators.add(goroutine.createdBy);
    }
    const { minutes, id } = this.oldest;
    if (goroutine.minutes > minutes || (goroutine.minutes === minutes && goroutine.id < id)) {
      this.oldest = goroutine;
    }
  }

  row(creators: Creators): DumpStackRow {
    const [{ key, frames, userFrame, blockedOn }] = [...this.stacks].reduce((best, entry) =>
      entry[1] > best[1] ? entry : best
    );
    return {
      stackKey: key,
      frames,
      userFrame,
      namedBy: namedByOf(frames, userFrame),
      blockedOn,
      count: this.count,
      minutes: this.waits.quantiles(),
      oldest: this.oldest.id,
      waits: this.waits.ranges(),
      creators: this.creators.rows(creators),
      labels: this.labels.rows(),
    };
  }
}

/**
 * What a dump says of the goroutines that pass the options' filter.
 *
 * @param known the stacks of the program's goroutine profile, as its history has them: the dump's stacks get their keys
 *   from there (knownStacks.ts). A stack that is not among them gets a key of its own.
 */
export function* dumpAnswerSteps(dump: Dump, known: readonly Stack[], options: DumpOptions): Steps<DumpAnswer> {
  const { view, top } = options;
  const knownStacks = new KnownStacks();
  for (const [i, stack] of known.entries()) {
    knownStacks.add(stack);
    if (i % A_STEP === A_STEP - 1) {
      yield;
    }
  }
  const joined = new JoinedStacks(dump, knownStacks);
  const creators = new Creators();
  const passes = dumpFilter(options);
  const caveats = new Caveats();
  const waits = new Waits();
  const oldest = new Oldest(view === 'goroutines' ? top : 0);
  const groups = new Map<string, StackGroup>();
  let matched = 0;
  for (const [i, goroutine] of dump.goroutines.entries()) {
    if (i % A_STEP === A_STEP - 1) {
      yield;
    }
    creators.add(goroutine);
    const stack = joined.of(goroutine);
    caveats.add(goroutine, stack);
    if (!passes(goroutine, stack.key)) {
      continue;
    }
    matched++;
    waits.add(goroutine.minutes);
    oldest.add(goroutine);
    if (view === 'stacks') {
      const group = groups.get(stack.key) ?? new StackGroup(goroutine);
      group.add(goroutine, stack);
      groups.set(stack.key, group);
    }
  }
  yield;
  const largest = [...groups.values()].sort((a, b) => b.count - a.count).slice(0, top);
  const rows: DumpStackRow[] = [];
  for (const group of largest) {
    // Up to a millisecond where the waits are of thousands of ages, or a label has as many values.
    rows.push(group.row(creators));
    yield;
  }
  return {
    total: dump.goroutines.length,
    matched,
    goroutines: oldest.list().map((goroutine) => goroutineRow(goroutine, joined.of(goroutine), creators)),
    stacks: rows,
    waits: waits.ranges(),
    caveats: caveats.sentences(dump, options, known),
  };
}

function goroutineRow(goroutine: DumpedGoroutine, stack: JoinedStack, creators: Creators): GoroutineRow {
  const { id, state, minutes, isLocked, notes, labels, frames, createdBy } = goroutine;
  return {
    id,
    state,
    minutes,
    isLocked,
    notes,
    labels,
    stackKey: stack.key,
    frames,
    namedBy: namedByOf(frames, stack.userFrame),
    ...(createdBy ? { creator: creators.creator(createdBy) } : {}),
  };
}
