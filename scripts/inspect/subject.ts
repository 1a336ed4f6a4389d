import { decodeProfile } from '../../src/core/profile/decode';
import { ProfileError } from '../../src/core/profile/error';
import { sampleIndex, type Profile, type ValueType } from '../../src/core/profile/profile';
import { checkValid } from '../../src/core/profile/validate';
import { filterSteps } from '../../src/core/profile/views/filter';
import { profileTableSteps } from '../../src/core/profile/views/profiletable';
import type { StackTable } from '../../src/core/profile/views/stacktable';
import type { ViewAnswer, ViewOptions } from '../../src/core/profile/views/view';
import { viewSteps } from '../../src/core/profile/views/views';
import { runSteps } from '../../src/core/steps';
import { Problem } from '../cli/problem';
import type { InspectOptions } from './args';
import { readInput } from './input';

/** What is shown: a profile, which of its sample types, and what it is compared with. */
export interface Subject {
  readonly profile: Profile;
  readonly base?: Profile;
  /** In `profile`. */
  readonly type: number;
  readonly sampleType: ValueType;
  readonly options: InspectOptions;
}

/** Throws Problem. */
export async function readSubject(options: InspectOptions): Promise<Subject> {
  const profile = await readProfile(options.source);
  const type = naming(options.source, () => chooseType(profile, options.sampleType));
  const sampleType = profile.sampleTypes[type] as ValueType;
  if (options.base === undefined) {
    return { profile, type, sampleType, options };
  }
  const base = await readProfile(options.base);
  naming(options.base, () => chooseType(base, sampleType.type));
  return { profile, base, type, sampleType, options };
}

async function readProfile(source: string): Promise<Profile> {
  const bytes = await readInput(source).catch((error: unknown) => naming(source, () => rethrow(error)));
  return naming(source, () => {
    const profile = decodeProfile(bytes);
    checkValid(profile);
    return profile;
  });
}

function rethrow(error: unknown): never {
  throw error;
}

/** Says which of the files a problem is with. */
export function naming<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isTold = error instanceof Problem || error instanceof ProfileError;
    throw isTold ? new Problem(`${source}: ${error.message}`) : error;
  }
}

function chooseType(profile: Profile, asked: string | undefined): number {
  const index = sampleIndex(profile, asked);
  if (index === undefined) {
    const there = profile.sampleTypes.map(({ type }) => type).join(', ');
    throw new Problem(
      there === '' ? 'it has no sample types' : `it has no sample type ${JSON.stringify(asked)}: there is ${there}`
    );
  }
  return index;
}

/** This profile's samples, and the base's. */
function tablesOf({ base, profile, sampleType, type }: Subject): [StackTable, StackTable | undefined] {
  return [
    runSteps(profileTableSteps(profile, type)),
    base && runSteps(profileTableSteps(base, chooseType(base, sampleType.type))),
  ];
}

/** What the filters leave of them. */
export function filteredTables(subject: Subject): readonly StackTable[] {
  const [now, base] = tablesOf(subject);
  return runSteps(filterSteps(base ? [now, base] : [now], subject.options.filter));
}

/** A view of the subject, by default with all its rows. */
export function viewOf<V extends ViewOptions['view']>(
  subject: Subject,
  view: V,
  top = Infinity
): Extract<ViewAnswer, { view: V }> {
  const { filter, granularity, order, peek } = subject.options;
  const [now, base] = tablesOf(subject);
  const answer = runSteps(viewSteps(now, base, { view, granularity, order, top, peek, filter }));
  return answer as Extract<ViewAnswer, { view: V }>;
}
