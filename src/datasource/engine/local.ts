import { leaksAnswer, suspectsAnswer } from '../../core/deploys/answers';
import { deploysAnswer, eventsAnswer } from '../../core/deploys/deploysAnswer';
import type { RangeAt } from '../../core/deploys/comparison';
import type { Judgement } from '../../core/deploys/judgement';
import { newestRestart, Proof } from '../../core/deploys/proof';
import { verdictAnswer } from '../../core/deploys/verdictAnswer';
import { findingsAnswer } from '../../core/diagnosis/findingsAnswer';
import { dumpAnswerSteps } from '../../core/dump/answer';
import { goroutinesAnswer, heapAnswer, memoryAnswer } from '../../core/history/answers';
import { rangeFacts } from '../../core/history/rangeFacts';
import type { HistoryRange } from '../../core/history/store';
import { StackInterner } from '../../core/profile/goroutines';
import type { StackKey } from '../../core/profile/stack';
import type { GoroutineCounts, Scrape } from '../../core/scrape';
import type { Store } from '../store/store';
import type { Engine, Input, Place, RangeOf, RoundParts, SuspectsOptions, TargetKey } from './engine';
import { readGoroutines } from './goroutines';
import { readHeap } from './heap';
import { profileViewSteps } from './inside/profile';
import { Shelves } from './inside/shelves';
import { Judge } from './judge';
import { Kept } from './kept';
import { readMemory } from './memory';
import type { Slicer } from './slices';

/** What is known of one target. */
interface TargetState {
  readonly kept: Kept;
  readonly judge: Judge;
  readonly proof: Proof;
  /** Read, and not yet appended. A round that was aborted leaves its counts here until the next one reads. */
  read?: { readonly receipt: number; readonly counts: GoroutineCounts };
}

/** The engine itself, on whatever thread it was made. */
export class LocalEngine implements Engine {
  private readonly targets = new Map<string, TargetState>();
  private readonly shelves: Shelves;
  private receipts = 0;

  constructor(
    readonly place: Place,
    private readonly slicer: Slicer,
    /** Where what was sampled outlives this engine; nowhere unless given. */
    private readonly store?: Store
  ) {
    this.shelves = new Shelves(slicer);
  }

  readGoroutines: Engine['readGoroutines'] = async ({ answer, target }, abort) => {
    const state = target && this.stateOf(target);
    const interner = state?.kept.stacks ?? new StackInterner();
    const { counts, process } = await readGoroutines(answer, interner, this.slicer, abort);
    abort?.throwIfAborted();
    const read = { total: counts.total, stacks: counts.stacks.length, process };
    if (!state) {
      return read;
    }
    const receipt = this.receipts++;
    state.read = { receipt, counts };
    return { ...read, receipt };
  };

  readMemory: Engine['readMemory'] = (input, abort) => readMemory(input, this.slicer, abort);

  append: Engine['append'] = async ({ target, round }, abort) => {
    const state = await this.enter(target, abort);
    const { kept, read } = state;
    state.read = undefined;
    const counts = read && read.receipt === round.receipt ? read.counts : undefined;
    const scrape = scrapeOf(round, counts, kept.history.latest);
    const isKept = await kept.append(scrape);
    return { atMs: scrape.atMs, scrapes: kept.history.length, isKept };
  };

  follow: Engine['follow'] = async ({ target }, abort) => {
    const { kept } = await this.enter(target, abort);
    await kept.follow();
    const { latest, length } = kept.history;
    return { scrapes: length, newest: latest && partsOf(latest), newestHeapMs: kept.heap.history.latestMs };
  };

  goroutines: Engine['goroutines'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return this.slicer.run(goroutinesAnswer(this.rangeOf(input), input.options), abort);
  };

  memory: Engine['memory'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return memoryAnswer(this.rangeOf(input), input.options);
  };

  suspects: Engine['suspects'] = async (input, abort) => {
    const judgement = await this.judgement(input, abort);
    const { kept, proof } = this.stateOf(input.target);
    const restartMs = newestRestart(kept.history.range(-Infinity, Infinity));
    const provedOf = (stacks: readonly StackKey[]) => proof.evidenceFor(stacks, restartMs);
    return this.slicer.run(suspectsAnswer(this.rangeOf(input), judgement, provedOf), abort);
  };

  leaks: Engine['leaks'] = async (input, abort) => {
    const judgement = await this.judgement(input, abort);
    return this.slicer.run(leaksAnswer(this.rangeOf(input), judgement), abort);
  };

  deploys: Engine['deploys'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return this.slicer.run(deploysAnswer(this.rangeOf(input), this.rangesOf(input), input.options), abort);
  };

  verdict: Engine['verdict'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return this.slicer.run(verdictAnswer(this.rangeOf(input), this.rangesOf(input), input.options), abort);
  };

  events: Engine['events'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return this.slicer.run(eventsAnswer(this.rangeOf(input), input.options), abort);
  };

  findings: Engine['findings'] = async (input, abort) => {
    await this.enter(input.target, abort);
    return this.slicer.run(findingsAnswer(this.rangeOf(input), input.options), abort);
  };

  readHeap: Engine['readHeap'] = async ({ answer, target }, abort) => {
    const state = target && this.stateOf(target);
    const interner = state?.kept.stacks ?? new StackInterner();
    const { heap, process } = await readHeap(answer, interner, this.slicer, abort);
    abort?.throwIfAborted();
    const read = { stacks: heap.stacks.length, process };
    if (!state) {
      return read;
    }
    const receipt = this.receipts++;
    state.kept.heap.keep(receipt, heap);
    return { ...read, receipt };
  };

  appendHeap: Engine['appendHeap'] = async ({ target, moment }, abort) => {
    const { kept } = await this.enter(target, abort);
    const taken = kept.heap.take(moment);
    const isKept = await kept.appendHeap(taken);
    return { atMs: taken.atMs, scrapes: kept.heap.history.length, isKept };
  };

  heap: Engine['heap'] = async (input, abort) => {
    await this.enter(input.target, abort);
    const { target, fromMs, past, toMs, options } = input;
    const choice = past && { ...past, column: options };
    const range = this.stateOf(target).kept.heap.history.range(fromMs, toMs, choice);
    const answer = await this.slicer.run(heapAnswer(range, options), abort);
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
    await this.enter(input.target, abort);
    const { fromMs, options, target, toMs } = input;
    const { heap, history } = this.stateOf(target).kept;
    const shelf = (id: string) => this.shelves.profiles.get(id);
    const places = { history, heap: heap.history, shelf, fromMs, toMs };
    const found = await this.slicer.run(profileViewSteps(places, options), abort);
    return { ...rangeFacts(this.rangeOf(input), 'goroutines'), ...found };
  };

  dump: Engine['dump'] = async (input, abort) => {
    await this.enter(input.target, abort);
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
    const { kept, proof } = await this.enter(target, abort);
    const { counts } = await readGoroutines(answer, kept.stacks, this.slicer, abort);
    const { history } = kept;
    proof.add(counts, history.latest?.atMs ?? -Infinity, newestRestart(history.range(-Infinity, Infinity)));
  };

  release: Engine['release'] = async ({ target }: Input<'release'>) => {
    this.targets.delete(target.id);
  };

  forget: Engine['forget'] = async ({ target }: Input<'forget'>) => {
    this.targets.delete(target.id);
    await this.store?.forget(target.id);
  };

  holdPast: Engine['holdPast'] = async ({ columns, key, target }, abort) => {
    const { kept } = await this.enter(target, abort);
    if ('sampleType' in columns) {
      await this.slicer.run(kept.heap.history.holdPastSteps(key, columns, kept.stacks), abort);
    } else {
      kept.history.holdPast(key, columns, kept.stacks);
    }
  };

  hasPast: Engine['hasPast'] = async ({ key, target }, abort) => {
    const { kept } = await this.enter(target, abort);
    return kept.history.hasPast(key) || kept.heap.history.hasPast(key);
  };

  usage: Engine['usage'] = async ({ target }: Input<'usage'>) => this.store?.usage(target.id);

  exportHistory: Engine['exportHistory'] = async ({ target }, abort) => ({
    file: await (await this.enter(target, abort)).kept.exported(),
  });

  importHistory: Engine['importHistory'] = async ({ file, target }, abort) =>
    (await this.enter(target, abort)).kept.takeIn(new Uint8Array(file));

  /** What is known of a target, what was kept of it included. */
  private async enter(target: TargetKey, abort: AbortSignal | undefined): Promise<TargetState> {
    const state = this.stateOf(target);
    await state.kept.restored();
    await this.slicer.breathe(abort);
    return state;
  }

  private stateOf(target: TargetKey): TargetState {
    let state = this.targets.get(target.id);
    if (!state) {
      const kept = new Kept(target, this.store, this.slicer);
      state = { kept, judge: new Judge(this.slicer), proof: new Proof() };
      this.targets.set(target.id, state);
    }
    return state;
  }

  private rangeOf({ target, fromMs, past, toMs }: Omit<RangeOf<unknown>, 'options'>): HistoryRange {
    return this.stateOf(target).kept.history.range(fromMs, toMs, past);
  }

  /** Other ranges of the same history, which do not include their end, up to the end of the one that was asked about. */
  private rangesOf({ target, toMs }: RangeOf<unknown>): RangeAt {
    return (from, to) => this.rangeOf({ target, fromMs: from, toMs: Math.min(toMs, to - 1) });
  }

  private async judgement(input: RangeOf<SuspectsOptions>, abort: AbortSignal | undefined): Promise<Judgement> {
    await this.enter(input.target, abort);
    const { windowMs, ...options } = input.options;
    const fromMs = windowMs === undefined ? input.fromMs : input.toMs - windowMs;
    return this.stateOf(input.target).judge.judge(this.rangeOf({ ...input, fromMs }), options, abort);
  }
}

const LOST = 'The profile that was read for this scrape was lost with Tidemark’s worker in this browser.';

function partsOf({ goroutines: _, ...parts }: Scrape): RoundParts {
  return parts;
}

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
