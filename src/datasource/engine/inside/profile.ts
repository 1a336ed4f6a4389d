import { goroutinesAt, heapAtSteps, type MomentChoice, type NoMoment } from '../../../core/deploys/moment';
import type { HeapHistory } from '../../../core/history/heapHistory';
import type { HistoryStore } from '../../../core/history/store';
import { ProfileError } from '../../../core/profile/error';
import { HEAP_SAMPLE_TYPES, heapProfileSteps, type HeapSampleType, type HeapValues } from '../../../core/profile/heap';
import { StackInterner } from '../../../core/profile/interner';
import { sampleIndex, type Profile, type ValueType } from '../../../core/profile/profile';
import { historyTableSteps } from '../../../core/profile/views/historytable';
import { profileTableSteps } from '../../../core/profile/views/profiletable';
import { netTracesSteps } from '../../../core/profile/views/netTraces';
import type { StackTable } from '../../../core/profile/views/stacktable';
import type { ViewAnswer, ViewOptions } from '../../../core/profile/views/view';
import { viewSteps } from '../../../core/profile/views/views';
import type { TimestampMs } from '../../../core/scrape';
import type { Steps } from '../../../core/steps';
import type { FoundMoment, MissingMoment, ProfileAnswer, ProfileOptions, ProfileSource } from '../engine';

/** A profile that was taken by hand, or a file. */
export interface ShelvedProfile {
  readonly profile: Profile;
  readonly atMs: TimestampMs | null;
}

/** Where moments are looked for. */
export interface ProfilePlaces {
  readonly history: HistoryStore;
  readonly heap: HeapHistory;
  readonly shelf: (id: string) => ShelvedProfile | undefined;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
}

/** One side of what is looked at: samples of one type. */
interface Side extends FoundMoment {
  readonly table: StackTable;
  readonly sampleTypes: readonly string[];
  readonly sampled: ProfileAnswer['sampled'];
}

type Found = Pick<ProfileAnswer, 'moment' | 'base' | 'view' | 'missing' | 'sampleTypes' | 'sampled'>;

/**
 * A view of a profile, or of the difference of two.
 *
 * @throws ProfileError for a sample type that the profile does not have, and where the two sides are of two kinds.
 */
export function* profileViewSteps(places: ProfilePlaces, options: ProfileOptions): Steps<Found> {
  const now = yield* sideSteps(places, options, options.moment);
  if ('why' in now) {
    return missing('moment', now);
  }
  const base = options.base ? yield* sideSteps(places, options, options.base) : undefined;
  const moment: FoundMoment = { atMs: now.atMs };
  const { sampleTypes, sampled } = now;
  if (base && 'why' in base) {
    return { ...missing('base', base), moment, sampleTypes };
  }
  if (base && base.table.sampleType.unit !== now.table.sampleType.unit) {
    throw new ProfileError(`${typeText(now)} cannot be compared with ${typeText(base)}`);
  }
  const view = yield* readableSteps(now.table, base?.table, options.view);
  return { moment, ...(base ? { base: { atMs: base.atMs } } : {}), view, sampleTypes, sampled };
}

/** A view, of traces the netted ones. */
function* readableSteps(now: StackTable, base: StackTable | undefined, options: ViewOptions): Steps<ViewAnswer> {
  if (options.view !== 'traces') {
    return yield* viewSteps(now, base, options);
  }
  const view = yield* viewSteps(now, base, { ...options, top: Infinity });
  return view.view === 'traces'
    ? { ...view, ...(yield* netTracesSteps(view.rows, { isDifference: base !== undefined, top: options.top })) }
    : view;
}

function missing(which: MissingMoment['which'], { why }: Pick<MissingMoment, 'why'>): Found {
  return { missing: { which, why }, sampleTypes: [], sampled: null };
}

function typeText({ table: { sampleType } }: Side): string {
  return `${sampleType.type}/${sampleType.unit}`;
}

function* sideSteps(
  places: ProfilePlaces,
  options: ProfileOptions,
  source: ProfileSource
): Steps<Side | NoMoment | { readonly why: 'shelf' }> {
  if ('shelf' in source) {
    const shelved = places.shelf(source.shelf);
    return shelved ? yield* shelvedSideSteps(shelved, options) : { why: 'shelf' };
  }
  return options.kind === 'heap'
    ? yield* heapSideSteps(places, options, source.history)
    : yield* goroutineSideSteps(places, options, source.history);
}

function momentInput({ fromMs, history, toMs }: ProfilePlaces, choice: MomentChoice, { posted }: ProfileOptions) {
  return { fromMs, toMs, choice, posted, scrapes: (from: TimestampMs, to: TimestampMs) => history.range(from, to) };
}

const GOROUTINE: ValueType = { type: 'goroutine', unit: 'count' };

function* goroutineSideSteps(
  places: ProfilePlaces,
  options: ProfileOptions,
  choice: MomentChoice
): Steps<Side | NoMoment> {
  const input = momentInput(places, choice, options);
  const found = goroutinesAt({ ...input, range: input.scrapes });
  yield;
  if ('why' in found) {
    return found;
  }
  const table = yield* historyTableSteps(found.stacks, found.values, GOROUTINE);
  return { atMs: found.atMs, table, sampleTypes: [GOROUTINE.type], sampled: null };
}

function* heapSideSteps(places: ProfilePlaces, options: ProfileOptions, choice: MomentChoice): Steps<Side | NoMoment> {
  const { heap } = places;
  const sampleType = heapType(options.sampleType);
  const found = yield* heapAtSteps(
    { ...momentInput(places, choice, options), range: (from, to) => heap.range(from, to) },
    { sampleType, values: options.values }
  );
  if ('why' in found) {
    return found;
  }
  const { rateBytes, totals } = found.newest;
  return {
    atMs: found.atMs,
    table: yield* historyTableSteps(found.stacks, found.values, valueType(sampleType)),
    sampleTypes: HEAP_SAMPLE_TYPES,
    sampled: totals ? { scaled: totals.scaled[sampleType], sampled: totals.sampled[sampleType], rateBytes } : null,
  };
}

function heapType(type: string | undefined): HeapSampleType {
  const known = HEAP_SAMPLE_TYPES.find((one) => one === (type ?? 'inuse_space'));
  if (!known) {
    throw new ProfileError(`a heap profile has ${HEAP_SAMPLE_TYPES.join(', ')}, not ${type}`);
  }
  return known;
}

function valueType(type: HeapSampleType): ValueType {
  return { type, unit: type.endsWith('space') ? 'bytes' : 'count' };
}

function* shelvedSideSteps({ atMs, profile }: ShelvedProfile, options: ProfileOptions): Steps<Side> {
  const sampleTypes = profile.sampleTypes.map(({ type }) => type);
  const index = sampleIndex(profile, options.sampleType);
  if (index === undefined) {
    const has = sampleTypes.join(', ') || 'none';
    throw new ProfileError(`the profile has no sample type ${options.sampleType ?? 'at all'}, but ${has}`);
  }
  const type = profile.sampleTypes[index] as ValueType;
  const heapColumn = HEAP_SAMPLE_TYPES.find((one) => one === type.type && isHeap(sampleTypes));
  if (!heapColumn) {
    return { atMs, table: yield* profileTableSteps(profile, index), sampleTypes, sampled: null };
  }
  const { columns, rateBytes, stacks } = yield* heapProfileSteps(profile, new StackInterner('lines'));
  const sum = (values: HeapValues) => columns[values][heapColumn].reduce((so, value) => so + value, 0);
  return {
    atMs,
    // As sampled there is nothing in the profile itself; scaled, it is what pprof shows, labels and all.
    table:
      options.values === 'sampled'
        ? yield* historyTableSteps(stacks, columns.sampled[heapColumn], type)
        : yield* profileTableSteps(profile, index),
    sampleTypes,
    sampled: { scaled: sum('scaled'), sampled: sum('sampled'), rateBytes },
  };
}

function isHeap(sampleTypes: readonly string[]): boolean {
  return HEAP_SAMPLE_TYPES.every((type) => sampleTypes.includes(type));
}
