import { runSteps, type Steps } from '../steps';
import { ProfileError } from './error';
import { unscale } from './heapscale';
import type { StackInterner } from './interner';
import { LabelCursor } from './labels';
import { sampleIndex, type Profile } from './profile';
import type { Stack } from './stack';
import { stacksOfSteps } from './stacksof';
import { checkValid } from './validate';

/** As the runtime names them: bytes or objects, those in use or all since the start. */
export const HEAP_SAMPLE_TYPES = ['inuse_space', 'inuse_objects', 'alloc_space', 'alloc_objects'] as const;
export type HeapSampleType = (typeof HEAP_SAMPLE_TYPES)[number];

/** As the profile has them, scaled up to all allocations; or as they were sampled, which is what debug=1 prints. */
export const HEAP_VALUES = ['scaled', 'sampled'] as const;
export type HeapValues = (typeof HEAP_VALUES)[number];

/** One cell a stack. Whole numbers from 0 to 2^53, in bytes or objects. */
export type HeapColumns = Readonly<Record<HeapValues, Readonly<Record<HeapSampleType, Float64Array>>>>;

/** The heap by stack, distinct by key. */
export interface HeapProfile {
  readonly stacks: readonly Stack[];
  readonly columns: HeapColumns;
  /** runtime.MemProfileRate in bytes; null where the profile does not say. */
  readonly rateBytes: number | null;
}

/**
 * The heap by stack, in the order in which the profile has them. Values of one stack are added up over all block sizes,
 * each unscaled by its own first.
 *
 * Throws ProfileError where this is no heap profile or an invalid one, and for values below 0 or beyond 2^53.
 */
export function heapProfile(profile: Profile, interner: StackInterner): HeapProfile {
  return runSteps(heapProfileSteps(profile, interner));
}

const SAMPLES_PER_STEP = 4096;

/** As `heapProfile`, in steps. */
export function* heapProfileSteps(profile: Profile, interner: StackInterner): Steps<HeapProfile> {
  checkValid(profile);
  const types = HEAP_SAMPLE_TYPES.map((type) => typeIndex(profile, type));
  const rateBytes = rateOf(profile);
  yield;
  const weights = rowWeights(profile, types[HEAP_SAMPLE_TYPES.indexOf('alloc_space')] as number);
  const { placeOf, stacks } = yield* stacksOfSteps(profile, interner, weights);
  const columns = { scaled: emptyColumns(stacks.length), sampled: emptyColumns(stacks.length) };
  const { length, stack, valueStart, values } = profile.samples;
  const sizes = new BlockSizes(profile);
  for (let sample = 0; sample < length; sample++) {
    if (sample % SAMPLES_PER_STEP === SAMPLES_PER_STEP - 1) {
      yield;
    }
    const place = placeOf[stack[sample] as number] as number;
    const [inuseBytes, inuseObjects, allocBytes, allocObjects] = types.map((type) =>
      checked(values[(valueStart[sample] as number) + type] as number)
    ) as [number, number, number, number];
    const size = sizes.of(sample);
    const inuse = { objects: inuseObjects, bytes: inuseBytes };
    const alloc = { objects: allocObjects, bytes: allocBytes };
    add(columns.scaled, place, inuse, alloc);
    add(columns.sampled, place, unscale(inuse, rateBytes ?? 0, size), unscale(alloc, rateBytes ?? 0, size));
  }
  Object.values(columns).forEach((of) => Object.values(of).forEach((column) => column.forEach(checked)));
  return { stacks, columns, rateBytes };
}

type Columns = Record<HeapSampleType, Float64Array>;
type Value = ReturnType<typeof unscale>;

function emptyColumns(length: number): Columns {
  const column = () => new Float64Array(length);
  return { inuse_space: column(), inuse_objects: column(), alloc_space: column(), alloc_objects: column() };
}

function add(columns: Columns, place: number, inuse: Value, alloc: Value): void {
  const { inuse_space, inuse_objects, alloc_space, alloc_objects } = columns;
  inuse_space[place] = (inuse_space[place] as number) + inuse.bytes;
  inuse_objects[place] = (inuse_objects[place] as number) + inuse.objects;
  alloc_space[place] = (alloc_space[place] as number) + alloc.bytes;
  alloc_objects[place] = (alloc_objects[place] as number) + alloc.objects;
}

/** By name: the position is no promise. */
function typeIndex(profile: Profile, type: HeapSampleType): number {
  const index = sampleIndex(profile, type);
  if (index === undefined) {
    const found = profile.sampleTypes.map((one) => `${one.type}/${one.unit}`).join(', ') || 'none';
    throw new ProfileError(`expected a heap profile with ${type}, found the sample types: ${found.slice(0, 200)}`);
  }
  return index;
}

/** The period of a heap profile is the rate at which it was sampled. */
function rateOf({ period, periodType }: Profile): number | null {
  return periodType?.type === 'space' && period > 0n ? Number(period) : null;
}

/** By row in `profile.stacks`. */
function rowWeights({ samples, stacks }: Profile, type: number): Float64Array {
  const weights = new Float64Array(stacks.length);
  for (let sample = 0; sample < samples.length; sample++) {
    const row = samples.stack[sample] as number;
    const value = samples.values[(samples.valueStart[sample] as number) + type] as number;
    weights[row] = (weights[row] as number) + value;
  }
  return weights;
}

function checked(value: number): number {
  if (!(value >= 0 && value <= 2 ** 53)) {
    throw new ProfileError(`expected heap values from 0 to 2^53, found ${value}`);
  }
  return value;
}

/** The size of one object, bytes: the runtime labels each sample of a heap profile with it. */
class BlockSizes {
  private readonly cursor: LabelCursor;
  private readonly isBytes = new Map<number, boolean>();

  constructor(private readonly profile: Profile) {
    this.cursor = new LabelCursor(profile);
  }

  of(sample: number): number | undefined {
    const { cursor } = this;
    const size = cursor.find(sample, (key) => this.isBytesKey(key)) && cursor.str === 0 ? Number(cursor.num()) : 0;
    return size > 0 ? size : undefined;
  }

  private isBytesKey(key: number): boolean {
    let isBytes = this.isBytes.get(key);
    if (isBytes === undefined) {
      isBytes = this.profile.strings.get(key) === 'bytes';
      this.isBytes.set(key, isBytes);
    }
    return isBytes;
  }
}
