import type { DataFrame } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { TimestampMs } from '../../../core/scrape';
import { askSource } from '../askSource';
import { AskError } from '../askError';
import { seriesOf, type Series } from '../prometheus/series';

/** A query of Grafana’s Pyroscope data source. */
export interface PyroscopeQuery extends DataQuery {
  queryType: 'profile' | 'metrics';
  profileTypeId: string;
  /** With its braces. */
  labelSelector: string;
  groupBy: string[];
  spanSelector: string[];
  includeExemplars: boolean;
  maxNodes?: number;
}

/** Whose profiles, and when. */
export interface ProfilesQuestion {
  /** The data source’s uid. */
  readonly uid: string;
  /** Label matchers, without their braces. */
  readonly matchers: string;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
}

/** A kind of profile, by the names that recorders store it under. */
export interface ProfileKind {
  /** For a person: “goroutine profiles”. */
  readonly name: string;
  readonly types: readonly string[];
}

/** Stacks of 2,000 kinds have about 20,000 nodes; Pyroscope cuts at 8,192 where nothing is said. */
const MAX_NODES = 100_000;

/** Labels that tell one instance of a service from another, as far as a program’s profiles have them. */
const INSTANCE_LABELS = [
  'service_name',
  'namespace',
  'pod',
  'container',
  'instance',
  'hostname',
  'service_instance_id',
];

/**
 * All profiles of a type in a stretch of time, both ends included, added up to one flame graph. Pyroscope goes by the
 * nanosecond (phlaredb/block_querier.go), so two stretches that meet share what was taken at that very millisecond.
 *
 * @param maxNodes what is smaller than the others is put together as `other`
 * @throws AskError
 */
export async function askFlameGraph(
  question: ProfilesQuestion,
  { name }: ProfileKind,
  profileTypeId: string,
  maxNodes = MAX_NODES
): Promise<DataFrame> {
  const { fromMs, matchers, toMs, uid } = question;
  const [frame] = await askSource<PyroscopeQuery>({
    uid,
    targets: [{ ...queryOf(matchers, profileTypeId), queryType: 'profile', maxNodes }],
    fromMs,
    toMs,
    stepMs: toMs + 1 - fromMs,
    asked: `the ${name} profiles of {${matchers}}`,
  });
  if (!frame) {
    throw new AskError(`Pyroscope was asked for the ${name} profiles of {${matchers}}, and answered with nothing.`);
  }
  return frame;
}

/** The instances that have profiles of a type, each with the moments up to which a step has some. */
export interface Stored {
  readonly profileTypeId: string;
  readonly instances: readonly Series[];
}

/**
 * Of each type of a kind of profile: who has any, and when.
 *
 * @throws AskError
 */
export async function askStored(
  question: ProfilesQuestion,
  { name, types }: ProfileKind,
  stepMs: number
): Promise<Stored[]> {
  const { fromMs, matchers, toMs, uid } = question;
  const frames = await askSource<PyroscopeQuery>({
    uid,
    targets: types.map((profileTypeId, i) => ({
      ...queryOf(matchers, profileTypeId),
      refId: String(i),
      queryType: 'metrics',
      groupBy: INSTANCE_LABELS,
    })),
    fromMs,
    toMs,
    stepMs,
    asked: `whether it has ${name} profiles of {${matchers}}`,
  });
  return types.map((profileTypeId, i) => ({
    profileTypeId,
    instances: seriesOf(frames.filter(({ refId }) => refId === String(i))),
  }));
}

function queryOf(matchers: string, profileTypeId: string): Omit<PyroscopeQuery, 'queryType'> {
  return {
    refId: 'past',
    profileTypeId,
    labelSelector: `{${matchers}}`,
    groupBy: [],
    spanSelector: [],
    includeExemplars: false,
  };
}
