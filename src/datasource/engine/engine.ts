import type { SuspectsAnswer } from '../../core/deploys/answers';
import type { DeploysAnswer, EventsAnswer } from '../../core/deploys/deploysAnswer';
import type { JudgementOptions } from '../../core/deploys/judgement';
import type { VerdictAnswer, VerdictOptions } from '../../core/deploys/verdictAnswer';
import type { PostedDeploy } from '../../core/deploys/deploy';
import type { MomentChoice, NoMoment } from '../../core/deploys/moment';
import type { DiagnosisOptions } from '../../core/diagnosis/finding';
import type { FindingsAnswer } from '../../core/diagnosis/findingsAnswer';
import type { DumpAnswer, DumpOptions } from '../../core/dump/dumpAnswer';
import type {
  GoroutinesAnswer,
  GoroutinesOptions,
  HeapAnswer,
  HeapOptions,
  MemoryAnswer,
  MemoryOptions,
  RangeFacts,
} from '../../core/history/answers';
import type { PastChoice, PastColumns, PastKey } from '../../core/history/past/columns';
import type { PastHeapColumns } from '../../core/history/past/heapColumns';
import type { MemorySource } from '../../core/memstats/fields';
import type { HeapValues } from '../../core/profile/heap';
import type { ViewAnswer, ViewOptions } from '../../core/profile/views/view';
import type { VersionMetric } from '../../core/memstats/version';
import type { MemorySample, ProbeCost, ProcessFacts, ScrapeFailure, TimestampMs } from '../../core/scrape';
import type { ProfileKind } from '../../frames';
import type { Answer } from '../client/client';
import type { Usage } from '../store/store';

/**
 * All that is heavy: it inflates, decodes and adds up what the page fetched, keeps each target's history, and works out
 * answers. It runs in a worker, or in slices in the page where the browser refuses workers, so what goes in and comes
 * out is plain data. A body that goes in is gone for the caller.
 *
 * A call that is aborted rejects with the signal's reason.
 */
export interface Engine {
  /** Where the work is done; undefined until that is known. */
  readonly place: Place | undefined;
  /**
   * Counts the goroutines of a profile. For a target the counts are kept until `append` asks for them.
   *
   * @throws TargetError
   */
  readGoroutines(input: { answer: Answer; target?: TargetKey }, abort?: AbortSignal): Promise<GoroutinesRead>;
  /** @throws TargetError */
  readMemory(input: MemoryInput, abort?: AbortSignal): Promise<MemoryReading>;
  /** Takes a round into the target's history. Once it has begun it is not undone by an abort. */
  append(input: { target: TargetKey; round: RoundParts }, abort?: AbortSignal): Promise<Appended>;
  goroutines(input: RangeOf<GoroutinesOptions>, abort?: AbortSignal): Promise<GoroutinesAnswer>;
  memory(input: RangeOf<MemoryOptions>, abort?: AbortSignal): Promise<MemoryAnswer>;
  /** What leaks. */
  suspects(input: RangeOf<SuspectsOptions>, abort?: AbortSignal): Promise<SuspectsAnswer>;
  /** Goroutines over time by what leaks, and all others together. The same judgement as `suspects` gives for the same input. */
  leaks(input: RangeOf<SuspectsOptions>, abort?: AbortSignal): Promise<GoroutinesAnswer>;
  deploys(input: RangeOf<JudgementOptions>, abort?: AbortSignal): Promise<DeploysAnswer>;
  verdict(input: RangeOf<VerdictOptions>, abort?: AbortSignal): Promise<VerdictAnswer>;
  events(input: RangeOf<JudgementOptions>, abort?: AbortSignal): Promise<EventsAnswer>;
  /** What is wrong with the memory, or is not although it looks so. */
  findings(input: RangeOf<DiagnosisOptions>, abort?: AbortSignal): Promise<FindingsAnswer>;
  /**
   * Adds up a heap profile by stack. For a target it is kept until `appendHeap` asks for it.
   *
   * @throws TargetError
   */
  readHeap(input: { answer: Answer; target?: TargetKey }, abort?: AbortSignal): Promise<HeapRead>;
  /** Takes a heap profile into the target's history, as `append` does a round. */
  appendHeap(input: { target: TargetKey; moment: HeapParts }, abort?: AbortSignal): Promise<Appended>;
  heap(input: RangeOf<HeapOptions>, abort?: AbortSignal): Promise<HeapAnswer>;
  /**
   * Puts a profile on the shelf, to be looked at by its id; the newest few stay there. With a target it is one that was
   * taken of it, without one a file.
   *
   * @throws TargetError
   */
  shelveProfile(input: ShelveInput, abort?: AbortSignal): Promise<void>;
  /** The same for a dump of goroutines. */
  shelveDump(input: ShelveInput, abort?: AbortSignal): Promise<void>;
  profile(input: RangeOf<ProfileOptions>, abort?: AbortSignal): Promise<ProfileAnswer>;
  dump(input: RangeOf<DumpRequest>, abort?: AbortSignal): Promise<DumpReading>;
  /** Takes a goroutineleak profile in: what the collector proved to leak stays proved while the process lives. */
  readProof(input: { answer: Answer; target: TargetKey }, abort?: AbortSignal): Promise<void>;
  /** Takes in what other tabs of this browser have kept of the target since. */
  follow(input: { target: TargetKey }, abort?: AbortSignal): Promise<Followed>;
  /** Holds what another recorder knows of the target, until the engine ends or lets the target go. */
  holdPast(input: { target: TargetKey; key: PastKey; columns: PastTold }, abort?: AbortSignal): Promise<void>;
  /** Whether it is held, with that stamp. */
  hasPast(input: { target: TargetKey; key: PastKey }, abort?: AbortSignal): Promise<boolean>;
  /** How much of the target this browser keeps; undefined where it keeps nothing. */
  usage(input: { target: TargetKey }, abort?: AbortSignal): Promise<Usage | undefined>;
  /**
   * All that this browser keeps of the target, as one file.
   *
   * @throws Error where it keeps nothing at all
   */
  exportHistory(input: { target: TargetKey }, abort?: AbortSignal): Promise<{ file: Uint8Array<ArrayBuffer> }>;
  /**
   * Takes such a file in, but for what overlaps with what is kept already.
   *
   * @throws Error in words for a person, where it is no such file or is damaged; then nothing of it is taken
   */
  importHistory(input: { target: TargetKey; file: ArrayBuffer }, abort?: AbortSignal): Promise<Imported>;
  /** Nobody asks about the target any more; what was kept of it stays. */
  release(input: { target: TargetKey }, abort?: AbortSignal): Promise<void>;
  /** Lets go of all that is known of a target, of what was kept as well. */
  forget(input: { target: TargetKey }, abort?: AbortSignal): Promise<void>;
}

/** What another recorder told: of the program, or of its heap. */
export type PastTold = PastColumns | PastHeapColumns;

export type Place = 'worker' | 'page';

/** What the engine needs to know of a target; every call carries it, so an engine that starts anew can go on. */
export interface TargetKey {
  /** The same for the same target in every tab and for ever, and for no other target of this browser. */
  readonly id: string;
  /** For a person. */
  readonly label: string;
  /** Scrapes older than the newest by more than this are forgotten. */
  readonly maxAgeMs: number;
}

export interface GoroutinesRead {
  readonly total: number;
  readonly stacks: number;
  readonly process: ProcessFacts;
  /** Names the kept counts to `append`; absent without a target. */
  readonly receipt?: number;
}

export interface HeapRead {
  readonly stacks: number;
  readonly process: ProcessFacts;
  /** Names the kept profile to `appendHeap`; absent without a target. */
  readonly receipt?: number;
}

export interface MemoryInput {
  readonly answer: Answer;
  readonly source: MemorySource;
  /** Tells the program's version at /metrics; without it the usual ones are looked for. */
  readonly versionMetric?: VersionMetric;
}

export interface MemoryReading {
  memory: MemorySample;
  process: ProcessFacts;
}

/** A Scrape (core/scrape.ts) whose goroutine counts are still with the engine. */
export interface RoundParts {
  readonly atMs: TimestampMs;
  readonly receipt?: number;
  readonly memory?: MemorySample;
  readonly process: ProcessFacts;
  readonly cost: ProbeCost;
  readonly intervalMs?: number;
  readonly spentMs?: number;
  readonly notBeforeMs?: TimestampMs;
  readonly failures: readonly ScrapeFailure[];
}

/** A HeapMoment (core/history/heapChunk.ts) whose profile is still with the engine. */
export interface HeapParts {
  readonly atMs: TimestampMs;
  readonly receipt?: number;
  readonly process: ProcessFacts;
  readonly failures: readonly ScrapeFailure[];
}

export interface Appended {
  /** Not before the target's newest scrape, whatever the clock says. */
  readonly atMs: TimestampMs;
  /** Scrapes that the history holds now. */
  readonly scrapes: number;
  /** Whether the browser has kept it, so that other tabs can read it. */
  readonly isKept: boolean;
}

/** Chunks of up to 256 scrapes: those that were taken in, and those that overlapped. */
export interface Imported {
  /** The target that it was exported from. */
  readonly from: string;
  readonly chunks: number;
  readonly leftOut: number;
}

export interface Followed {
  /** Scrapes that the history holds now. */
  readonly scrapes: number;
  /** The newest of them, its goroutines apart. */
  readonly newest?: RoundParts;
  /** When the newest heap profile was taken. */
  readonly newestHeapMs?: TimestampMs;
}

export type RangeOf<Options> = {
  readonly target: TargetKey;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** Joins what another recorder knows; absent: only what was sampled. */
  readonly past?: PastChoice;
  readonly options: Options;
};

export interface SuspectsOptions extends JudgementOptions {
  /** How far back to judge from the range's end; all of the range unless said. */
  readonly windowMs?: number;
}

export interface ShelveInput {
  readonly id: string;
  readonly answer: Answer;
  /** When it was asked for; absent for a file, whose profile may say it. */
  readonly atMs?: TimestampMs;
}

/** A profile of the history, or one from the shelf. */
export type ProfileSource = { readonly history: MomentChoice } | { readonly shelf: string };

export interface ProfileOptions {
  readonly kind: ProfileKind;
  /** The profile's own default unless said. */
  readonly sampleType?: string;
  /** Of a heap profile. */
  readonly values: HeapValues;
  readonly moment: ProfileSource;
  readonly base?: ProfileSource;
  readonly view: ViewOptions;
  readonly posted: readonly PostedDeploy[];
}

/** A moment of a profile as it was found. */
export interface FoundMoment {
  /** null where a file does not say. */
  readonly atMs: TimestampMs | null;
}

export interface ProfileAnswer extends RangeFacts {
  readonly moment?: FoundMoment;
  readonly base?: FoundMoment;
  /** Absent where a moment was not found. */
  readonly view?: ViewAnswer;
  readonly missing?: MissingMoment;
  /** What the profile could show, by sample type. */
  readonly sampleTypes: readonly string[];
  /** A heap's sum both ways; null for other kinds. */
  readonly sampled: { readonly scaled: number; readonly sampled: number; readonly rateBytes: number | null } | null;
}

/** Which of the two was not found. `shelf`: it is not there any more, or never was. */
export interface MissingMoment {
  readonly which: 'moment' | 'base';
  readonly why: NoMoment['why'] | 'shelf';
}

export interface DumpRequest extends DumpOptions {
  /** On the shelf. */
  readonly id: string;
}

export interface DumpReading extends RangeFacts {
  readonly atMs: TimestampMs | null;
  /** Absent where it is not on the shelf any more. */
  readonly answer?: DumpAnswer;
}

export const METHODS = [
  'readGoroutines',
  'readMemory',
  'append',
  'goroutines',
  'memory',
  'suspects',
  'leaks',
  'deploys',
  'verdict',
  'events',
  'findings',
  'readHeap',
  'appendHeap',
  'heap',
  'shelveProfile',
  'shelveDump',
  'profile',
  'dump',
  'readProof',
  'follow',
  'holdPast',
  'hasPast',
  'usage',
  'exportHistory',
  'importHistory',
  'release',
  'forget',
] as const;
export type Method = (typeof METHODS)[number];
export type Input<M extends Method> = Parameters<Engine[M]>[0];
export type Output<M extends Method> = Awaited<ReturnType<Engine[M]>>;

/** All methods as one function, for what only passes calls on. */
export type Calls = <M extends Method>(method: M, input: Input<M>, abort?: AbortSignal) => Promise<Output<M>>;

export function callsOf(engine: Engine): Calls {
  return <M extends Method>(method: M, input: Input<M>, abort?: AbortSignal) =>
    (engine[method] as unknown as (input: Input<M>, abort?: AbortSignal) => Promise<Output<M>>).call(
      engine,
      input,
      abort
    );
}

export function methodsOf(call: Calls): Omit<Engine, 'place'> {
  const methods = METHODS.map((method) => [method, (input: never, abort?: AbortSignal) => call(method, input, abort)]);
  return Object.fromEntries(methods) as Omit<Engine, 'place'>;
}

/** The work was lost, through no fault of the target: in words for a person. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
