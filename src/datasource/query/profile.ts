import type { DataFrame, QueryResultMetaNotice } from '@grafana/data';
import { ProfileError } from '../../core/profile/error';
import { profileFrame, type ProbeFacts, type ProfileKind, type ProfileMoment } from '../../frames';
import { TargetError } from '../client/errors';
import type { FoundMoment, MissingMoment, ProfileAnswer, ProfileOptions, ProfileSource } from '../engine/engine';
import { readFile } from '../files/files';
import type { Sampler } from '../sampler/sampler';
import { GoneError, type TakenByHand } from '../taken/taker';
import { parseToken } from '../taken/token';
import type { ProfileQuery } from '../types';
import { QueryError } from './check';
import { checkProfile, type CheckedProfile, type NamedMoment } from './checkInside';
import type { Asked } from './frames';
import { withOffer } from './offer';

/** Kinds that are in the history by themselves, or where a heap query is shown. Others are taken by hand only. */
const IN_HISTORY: readonly ProfileKind[] = ['goroutine', 'heap'];

/** @throws QueryError, EngineError, TargetError */
export async function profileFrames(
  query: ProfileQuery,
  sampler: Sampler,
  asked: Asked,
  facts: ProbeFacts
): Promise<DataFrame[]> {
  return query.retake ? retakeFrames(query, sampler, asked, facts) : viewFrames(query, sampler, asked, facts);
}

/** Which profile is shown, or why none is, above a button that takes another. */
async function retakeFrames(
  query: ProfileQuery,
  sampler: Sampler,
  asked: Asked,
  facts: ProbeFacts
): Promise<DataFrame[]> {
  // The cheapest view: what is wanted of it is its moment.
  const least: ProfileQuery = { ...query, view: 'traces', top: 1 };
  const { kind } = checkProfile(least);
  try {
    const [frame] = await viewFrames(least, sampler, asked, facts);
    return [offerFrame(frame as DataFrame, query, kind)];
  } catch (error) {
    // What was taken in another page is not here, or the target refused: all the more there is something to take.
    if (!(error instanceof QueryError || error instanceof TargetError)) {
      throw error;
    }
    const options = { refId: query.refId, profile: kind, view: 'traces' as const };
    return [offerFrame(await emptyFrame(sampler, asked, facts, options, error.message), query, kind)];
  }
}

async function viewFrames(
  query: ProfileQuery,
  sampler: Sampler,
  asked: Asked,
  facts: ProbeFacts
): Promise<DataFrame[]> {
  const checked = checkProfile(query);
  const { base, kind, moment, view } = checked;
  const frameOptions = { refId: query.refId, profile: 'file' in moment ? ('file' as const) : kind, view: view.view };
  const { gone, taken } = await takenFor(query, checked, sampler);
  if (!taken && 'history' in moment && !IN_HISTORY.includes(kind)) {
    return [offerFrame(await emptyFrame(sampler, asked, facts, frameOptions, nothingTaken(kind)), query, kind)];
  }
  const posted = (await sampler.posted.read()).deploys;
  const options: ProfileOptions = {
    kind,
    sampleType: checked.sampleType,
    values: checked.values,
    view,
    posted,
    moment: taken ? { shelf: taken.id } : sourceOf(moment),
    ...(base ? { base: sourceOf(base) } : {}),
  };
  const files = await Promise.all([moment, base].map((named) => (named && 'file' in named ? named.file : undefined)));
  const answer = await withFiles(files, sampler, () => ask(sampler, asked, options));
  if (answer.missing) {
    if (gone) {
      throw gone;
    }
    const why = missingText(answer.missing, checked);
    const frame = profileFrame({ range: answer, view: undefined, moment: null, base: null, sampled: null }, facts, {
      ...frameOptions,
      why,
    });
    const { which, why: cause } = answer.missing;
    return [which === 'moment' && cause === 'nothing' ? offerFrame(frame, query, kind) : frame];
  }
  const labels = await Promise.all(
    files.map(async (id) => (id === undefined ? undefined : (await readFile(id))?.name))
  );
  const frame = profileFrame(
    {
      range: answer,
      view: answer.view,
      moment: momentLabel(answer.moment, kind, moment, labels[0]),
      base: answer.base && base ? momentLabel(answer.base, kind, base, labels[1]) : null,
      sampled: answer.sampled,
    },
    taken ? { ...facts, lastScrape: taken.cost } : facts,
    frameOptions
  );
  return [gone ? withWarning(frame, `${gone.came} This is what was sampled.`) : frame];
}

function withWarning(frame: DataFrame, text: string): DataFrame {
  const notices: QueryResultMetaNotice[] = [{ severity: 'warning', text }, ...(frame.meta?.notices ?? [])];
  return { ...frame, meta: { ...frame.meta, notices } };
}

async function ask({ engine }: Sampler, asked: Asked, options: ProfileOptions): Promise<ProfileAnswer> {
  try {
    return await engine.profile({ ...asked, options });
  } catch (error) {
    // A tag filter is read where the labels are: what pprof would refuse is refused there.
    const isAsked = error instanceof ProfileError || (error as Error).name === 'SyntaxError';
    throw isAsked ? new QueryError(`${capital((error as Error).message)}.`) : error;
  }
}

/**
 * What was asked for by a click stands for the end of the range. Where it is gone, as after a reload, that is what was
 * sampled.
 */
async function takenFor(
  query: ProfileQuery,
  { kind, moment }: CheckedProfile,
  sampler: Sampler
): Promise<{ taken?: TakenByHand; gone?: GoneError }> {
  const token = parseToken(query.taken);
  if (!token || !('history' in moment) || moment.history !== 'end') {
    return {};
  }
  try {
    return { taken: await sampler.taker.profile(kind, token) };
  } catch (error) {
    if (error instanceof GoneError && IN_HISTORY.includes(kind)) {
      return { gone: error };
    }
    if (error instanceof TargetError && error.status === 404 && kind === 'goroutineleak') {
      throw new QueryError(
        'The program has no goroutineleak profile. It takes Go 1.27, or Go 1.26 built with GOEXPERIMENT=goroutineleakprofile.'
      );
    }
    throw error;
  }
}

function sourceOf(named: NamedMoment): ProfileSource {
  return 'file' in named ? { shelf: shelfOf(named.file) } : named;
}

function shelfOf(file: string): string {
  return `file/${file}`;
}

/** Files are put on the engine's shelf when it turns out that they are not there. */
async function withFiles(
  files: ReadonlyArray<string | undefined>,
  { engine }: Sampler,
  answer: () => Promise<ProfileAnswer>
): Promise<ProfileAnswer> {
  const first = await answer();
  const wanted = files.filter((id) => id !== undefined);
  if (first.missing?.why !== 'shelf' || wanted.length === 0) {
    return first;
  }
  for (const id of wanted) {
    const file = await readFile(id);
    if (!file) {
      throw new QueryError(
        'This browser does not have that file. Files stay in the browser in which they were chosen: choose it again.'
      );
    }
    await engine.shelveProfile({ id: shelfOf(id), answer: { asked: file.name, body: file.bytes } });
  }
  return answer();
}

function momentLabel(
  found: FoundMoment | undefined,
  kind: ProfileKind,
  named: NamedMoment,
  file: string | undefined
): ProfileMoment {
  const atMs = found?.atMs ?? null;
  const at = atMs === null ? '' : ` at ${new Date(atMs).toLocaleTimeString(undefined, { hourCycle: 'h23' })}`;
  if (file !== undefined) {
    return { atMs, label: file };
  }
  const isDeploy = 'history' in named && typeof named.history === 'object' && 'deploy' in named.history;
  return {
    atMs,
    label: `${kind} profile${at}${isDeploy ? `, before ${(named.history as { deploy: string }).deploy}` : ''}`,
  };
}

function missingText({ which, why }: MissingMoment, { base, kind, moment }: CheckedProfile): string {
  const named = which === 'base' ? base : moment;
  if (why === 'shelf') {
    return 'What was taken was lost with Tidemark’s worker in this browser. Take another.';
  }
  if (
    why === 'deploy' &&
    named &&
    'history' in named &&
    typeof named.history === 'object' &&
    'deploy' in named.history
  ) {
    return `No deploy called “${named.history.deploy}” is known. Deploys are those that were posted to Grafana, and other versions that were seen.`;
  }
  return which === 'base'
    ? `There is no ${kind} profile to compare with: nothing was sampled then.`
    : nothingTaken(kind);
}

function nothingTaken(kind: ProfileKind): string {
  return kind === 'goroutine'
    ? 'Nothing was sampled in this time. A panel of goroutines or memory on the same page samples while it is shown.'
    : `No ${kind} profile was taken in this time. Take one now: it costs the program one read of it.`;
}

/** A frame without rows that says why. */
async function emptyFrame(
  { engine }: Sampler,
  asked: Asked,
  facts: ProbeFacts,
  options: Omit<Parameters<typeof profileFrame>[2], 'why'>,
  why: string
): Promise<DataFrame> {
  const range = await engine.memory({ ...asked, options: { columns: [] } });
  return profileFrame({ range, view: undefined, moment: null, base: null, sampled: null }, facts, { ...options, why });
}

/** Goroutines too: in Grafana a panel that is out of sight does not sample. */
function offerFrame(frame: DataFrame, { taken, takenVariable, view }: ProfileQuery, kind: ProfileKind): DataFrame {
  // A flame graph has no place for a button.
  return view === 'flamegraph'
    ? frame
    : withOffer(frame, {
        variable: takenVariable,
        why: frame.meta?.notices?.[0]?.text ?? '',
        title: `Take ${kind === 'allocs' ? 'an' : 'a'} ${kind} profile now`,
        isConfirmed: false,
        // Of a kind that is only taken by hand there is no other.
        back: parseToken(taken) && IN_HISTORY.includes(kind) ? 'Back to what is sampled' : undefined,
      });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
