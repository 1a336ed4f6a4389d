import { goroutinesAnswer, memoryAnswer } from '../../core/history/answers';
import { MemoryHistory } from '../../core/history/memory';
import type { HistoryRange, HistoryStore } from '../../core/history/store';
import { StackInterner } from '../../core/profile/goroutines';
import type { GoroutineCounts, Scrape } from '../../core/scrape';
import type { Engine, Input, Place, RangeOf, RoundParts, TargetKey } from './engine';
import { readGoroutines } from './goroutines';
import { readMemory } from './memory';
import type { Slicer } from './slices';

/** What a target's history may take: weeks of 2,000 stacks, but hours of a program that never shows the same stack twice. */
const MOST_BYTES = 256 * 2 ** 20;

/** What is known of one target. */
interface TargetState {
  readonly history: HistoryStore;
  readonly stacks: StackInterner;
  /** Read, and not yet appended. A round that was aborted leaves its counts here until the next one reads. */
  kept?: { readonly receipt: number; readonly counts: GoroutineCounts };
}

/** The engine itself, on whatever thread it was made. */
export class LocalEngine implements Engine {
  private readonly targets = new Map<string, TargetState>();
  private receipts = 0;

  constructor(
    readonly place: Place,
    private readonly slicer: Slicer
  ) {}

  readGoroutines: Engine['readGoroutines'] = async ({ answer, target }, abort) => {
    const state = target && this.stateOf(target);
    const { counts, process } = await readGoroutines(answer, state?.stacks ?? new StackInterner(), this.slicer, abort);
    abort?.throwIfAborted();
    const read = { total: counts.total, stacks: counts.stacks.length, process };
    if (!state) {
      return read;
    }
    const receipt = this.receipts++;
    state.kept = { receipt, counts };
    return { ...read, receipt };
  };

  readMemory: Engine['readMemory'] = ({ answer, source }, abort) => readMemory(answer, source, this.slicer, abort);

  append: Engine['append'] = async ({ target, round }, abort) => {
    await this.slicer.breathe(abort);
    const state = this.stateOf(target);
    const { history, kept } = state;
    state.kept = undefined;
    const counts = kept && kept.receipt === round.receipt ? kept.counts : undefined;
    const scrape = scrapeOf(round, counts, history.latest);
    history.append(scrape);
    return { atMs: scrape.atMs, scrapes: history.length };
  };

  goroutines: Engine['goroutines'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return this.slicer.run(goroutinesAnswer(this.rangeOf(input), input.options), abort);
  };

  memory: Engine['memory'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return memoryAnswer(this.rangeOf(input), input.options);
  };

  forget: Engine['forget'] = async ({ target }: Input<'forget'>) => {
    this.targets.delete(target.id);
  };

  private stateOf({ id, maxAgeMs }: TargetKey): TargetState {
    let state = this.targets.get(id);
    if (!state) {
      state = { history: new MemoryHistory({ maxAgeMs, maxBytes: MOST_BYTES }), stacks: new StackInterner() };
      this.targets.set(id, state);
    }
    return state;
  }

  private rangeOf({ target, fromMs, toMs }: RangeOf<unknown>): HistoryRange {
    const history = this.targets.get(target.id)?.history ?? new MemoryHistory(target);
    return history.range(fromMs, toMs);
  }
}

const LOST = 'The profile that was read for this scrape was lost with Tidemark’s worker in this browser.';

function scrapeOf(round: RoundParts, goroutines: GoroutineCounts | undefined, latest: Scrape | undefined): Scrape {
  const { receipt, ...parts } = round;
  const isLost = receipt !== undefined && !goroutines;
  return {
    ...parts,
    // A clock that was set back must not end the history.
    atMs: Math.max(round.atMs, (latest?.atMs ?? -Infinity) + 1),
    goroutines,
    failures: isLost ? [...round.failures, { part: 'goroutines', message: LOST }] : round.failures,
  };
}
