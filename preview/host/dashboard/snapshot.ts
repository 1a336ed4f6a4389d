import { dataFrameFromJSON, getDefaultTimeRange, LoadingState, type DataFrameJSON } from '@grafana/data';
import { SceneDataNode, type SceneDataQuery } from '@grafana/scenes';

/** Frames that a panel carries itself, as Grafana's built-in data source does in its snapshot queries. */
export function snapshotOf(targets: readonly SceneDataQuery[]): SceneDataNode | undefined {
  const snapshots = targets.filter(({ queryType }) => queryType === 'snapshot');
  if (snapshots.length === 0) {
    return undefined;
  }
  return new SceneDataNode({
    data: {
      state: LoadingState.Done,
      series: snapshots.flatMap(({ snapshot }) => (snapshot as DataFrameJSON[]).map((json) => dataFrameFromJSON(json))),
      timeRange: getDefaultTimeRange(),
    },
  });
}
