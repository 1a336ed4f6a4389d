import { leaksAnswer, suspectsAnswer } from '../../core/deploys/answers';
import { deploysAnswer, eventsAnswer } from '../../core/deploys/deploysAnswer';
import type { RangeAt } from '../../core/deploys/comparison';
import type { Judgement } from '../../core/deploys/judgement';
import { Proof } from '../../core/deploys/proof';
import { verdictAnswer } from '../../core/deploys/verdictAnswer';
import { findingsAnswer } from '../../core/diagnosis/findingsAnswer';
import { dumpAnswerSteps } from '../../core/dump/answer';
import { goroutinesAnswer, heapAnswer, memoryAnswer } from '../../core/history/answers';
import { MemoryHistory } from '../../core/history/memory';
import { rangeFacts } from '../../core/history/rangeFacts';
import type { HistoryRange, HistoryStore } from '../../core/history/store';
import { StackInterner } from '../../core/profile/goroutines';
import type { GoroutineCounts, Scrape } from '../../core/scrape';
import type { Engine, Input, Place, RangeOf, RoundParts, SuspectsOptions, TargetKey } from './engine';
import { readGoroutines } from './goroutines';
import { HeapState, readHeap } from './heap';
import { profileViewSteps } from './inside/profile';
import { Shelves } from './inside/shelves';
import { Judge } from './judge';
import { readMemory } from './memory';
import type { Slicer } from './slices';

/** What a target's history may take: weeks of 2,000 stacks, but hours of a program that never shows the same stack twice. */
const MOST_BYTES = 256 * 2 ** 20;

/** What is known of one target. */
interface TargetState {
  readonly history: HistoryStore;
  readonly stacks: StackInterner;
  readonly judge: Judge;
  readonly heap: HeapState;
  readonly proof: Proof;
  /** Read, and not yet appended. A round that was aborted leaves its counts here until the next one reads. */
  kept?: { readonly receipt: number; readonly counts: GoroutineCounts };
}

/** The engine itself, on whatever thread it was made. */
export class LocalEngine implements Engine {
  private readonly targets = new Map<string, TargetState>();
  private readonly shelves: Shelves;
  private receipts = 0;

  constructor(
    readonly place: Place,
    private readonly slicer: Slicer
  ) {
    this.shelves = new Shelves(slicer);
  }

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

  readMemory: Engine['readMemory'] = (input, abort) => readMemory(input, this.slicer, abort);

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

  suspects: Engine['suspects'] = async (input, abort) => {
    const judgement = await this.judgement(input, abort);
    return this.slicer.run(suspectsAnswer(this.rangeOf(input), judgement, this.stateOf(input.target).proof), abort);
  };

  leaks: Engine['leaks'] = async (input, abort) => {
    const judgement = await this.judgement(input, abort);
    return this.slicer.run(leaksAnswer(this.rangeOf(input), judgement), abort);
  };

  deploys: Engine['deploys'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return this.slicer.run(deploysAnswer(this.rangeOf(input), this.rangesOf(input), input.options), abort);
  };

  verdict: Engine['verdict'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return this.slicer.run(verdictAnswer(this.rangeOf(input), this.rangesOf(input), input.options), abort);
  };

  events: Engine['events'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return this.slicer.run(eventsAnswer(this.rangeOf(input), input.options), abort);
  };

  findings: Engine['findings'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    return this.slicer.run(findingsAnswer(this.rangeOf(input), input.options), abort);
  };

  readHeap: Engine['readHeap'] = async ({ answer, target }, abort) => {
    const state = target && this.stateOf(target);
    const { heap, process } = await readHeap(answer, state?.stacks ?? new StackInterner(), this.slicer, abort);
    abort?.throwIfAborted();
    const read = { stacks: heap.stacks.length, process };
    if (!state) {
      return read;
    }
    const receipt = this.receipts++;
    state.heap.keep(receipt, heap);
    return { ...read, receipt };
  };

  appendHeap: Engine['appendHeap'] = async ({ target, moment }, abort) => {
    await this.slicer.breathe(abort);
    return this.stateOf(target).heap.append(moment);
  };

  heap: Engine['heap'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    const { target, fromMs, toMs, options } = input;
    const answer = await this.slicer.run(
      heapAnswer(this.stateOf(target).heap.history.range(fromMs, toMs), options),
      abort
    );
    // A heap profile tells the build at most; the rest is known where scrapes are taken too.
    return { ...answer, process: { ...this.rangeOf(input).process, ...answer.process } };
  };

  shelveProfile: Engine['shelveProfile'] = async (input, abort) => {
    await this.shelves.addProfile(input, abort);
  };

  shelveDump: Engine['shelveDump'] = async (input, abort) => {
    await this.shelves.addDump(input, abort);
  };

  profile: Engine['profile'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    const { fromMs, options, target, toMs } = input;
    const { heap, history } = this.stateOf(target);
    const shelf = (id: string) => this.shelves.profiles.get(id);
    const places = { history, heap: heap.history, shelf, fromMs, toMs };
    const found = await this.slicer.run(profileViewSteps(places, options), abort);
    return { ...rangeFacts(this.rangeOf(input), 'goroutines'), ...found };
  };

  dump: Engine['dump'] = async (input, abort) => {
    await this.slicer.breathe(abort);
    const range = this.rangeOf(input);
    const facts = rangeFacts(range, 'goroutines');
    const { id, ...options } = input.options;
    const shelved = this.shelves.dumps.get(id);
    if (!shelved) {
      return { ...facts, atMs: null };
    }
    const answer = await this.slicer.run(dumpAnswerSteps(shelved.dump, range.stacks, options), abort);
    return { ...facts, atMs: shelved.atMs, answer };
  };

  readProof: Engine['readProof'] = async ({ answer, target }, abort) => {
    const { history, proof, stacks } = this.stateOf(target);
    const { counts } = await readGoroutines(answer, stacks, this.slicer, abort);
    proof.add(counts, history.latest?.process.startTimeMs);
  };

  forget: Engine['forget'] = async ({ target }: Input<'forget'>) => {
    this.targets.delete(target.id);
  };

  private stateOf({ id, maxAgeMs }: TargetKey): TargetState {
    let state = this.targets.get(id);
    if (!state) {
      const history = new MemoryHistory({ maxAgeMs, maxBytes: MOST_BYTES });
      state = {
        history,
        stacks: new StackInterner(),
        judge: new Judge(this.slicer),
        heap: new HeapState(maxAgeMs),
        proof: new Proof(),
      };
      this.targets.set(id, state);
    }
    return state;
  }

  private rangeOf({ target, fromMs, toMs }: Omit<RangeOf<unknown>, 'options'>): HistoryRange {
    const history = this.targets.get(target.id)?.history ?? new MemoryHistory(target);
    return history.range(fromMs, toMs);
  }

  /** Other ranges of the same history, which do not include their end, up to the end of the one that was asked about. */
  private rangesOf({ target, toMs }: RangeOf<unknown>): RangeAt {
    return (from, to) => this.rangeOf({ target, fromMs: from, toMs: Math.min(toMs, to - 1) });
  }

  private async judgement(input: RangeOf<SuspectsOptions>, abort: AbortSignal | undefined): Promise<Judgement> {
    await this.slicer.breathe(abort);
    const { windowMs, ...options } = input.options;
    const fromMs = windowMs === undefined ? input.fromMs : input.toMs - windowMs;
    return this.stateOf(input.target).judge.judge(this.rangeOf({ ...input, fromMs }), options, abort);
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
