import type { DataFrame } from '@grafana/data';
import type { MemoryField } from '../../core/memstats/fields';
import { instancesFrames } from '../../frames';
import { AskError } from '../past/askError';
import { missingText, missingVariable } from '../past/missingVariable';
import { checked, interpolated, MatchersError, ofAllInstances } from '../past/prometheus/matchers';
import type { Sampler } from '../sampler/sampler';
import { QueryError } from './check';
import type { Asked } from './frames';

interface InstancesQuery {
  readonly refId: string;
  readonly fields: readonly MemoryField[];
  readonly matchers?: string;
}

/** A frame an instance and field, from Prometheus. @throws QueryError */
export async function instancesOf(
  { pasts, target }: Sampler,
  { fields, matchers: own, refId }: InstancesQuery,
  { fromMs, toMs }: Asked
): Promise<DataFrame[]> {
  const { prometheus } = target;
  if (!prometheus) {
    throw new QueryError('Several instances are known to a Prometheus only: choose one in the settings, under “Past”.');
  }
  try {
    const missing = own ? undefined : missingVariable(ofAllInstances(prometheus.matchers));
    if (missing) {
      throw new QueryError(missingText('Prometheus', missing));
    }
    const matchers = own ? checked(own) : ofAllInstances(interpolated(prometheus.matchers));
    const series = await pasts.instances.read({ uid: prometheus.uid, matchers, fields, fromMs, toMs });
    return instancesFrames(series, { refId, matchers });
  } catch (error) {
    if (error instanceof AskError || error instanceof MatchersError) {
      throw new QueryError(error.message);
    }
    throw error;
  }
}
