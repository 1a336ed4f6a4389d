import type { DataFrame } from '@grafana/data';
import { flameGraphFrame, seriesFrames, type FlameGraph, type Series } from '../../preview/host/pyroscope/frames';
import type { PyroscopeServer } from './server';

const QUERIER = 'querier.v1.QuerierService';

/** A query of Grafana's Pyroscope data source, and its range. */
export interface Question {
  readonly refId: string;
  readonly queryType: 'profile' | 'metrics';
  readonly profileTypeId: string;
  readonly labelSelector: string;
  readonly groupBy: readonly string[];
  readonly maxNodes?: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** What Pyroscope answered, as it came. */
export interface RawAnswer {
  flamegraph?: FlameGraph;
  series?: Series[];
}

/** Asks what Grafana's server asks for such a query. */
export function askPyroscope(server: PyroscopeServer, question: Question): Promise<RawAnswer> {
  const { fromMs: start, groupBy, labelSelector, maxNodes, profileTypeId: profileTypeID, stepMs, toMs: end } = question;
  const common = { profileTypeID, labelSelector, start, end };
  return question.queryType === 'profile'
    ? server.call<RawAnswer>(`${QUERIER}/SelectMergeStacktraces`, { ...common, maxNodes })
    : // Its data source asks for steps of 15 s at the least.
      server.call<RawAnswer>(`${QUERIER}/SelectSeries`, { ...common, step: Math.max(15, stepMs / 1000), groupBy });
}

/** The frames that Grafana makes of it. */
export function framesOf({ flamegraph, series = [] }: RawAnswer, refId: string): DataFrame[] {
  return flamegraph ? [flameGraphFrame(flamegraph, refId)] : seriesFrames(series, refId);
}
