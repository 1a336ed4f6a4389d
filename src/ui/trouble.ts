import type { DataFrame, QueryResultMetaNotice } from '@grafana/data';

/** What went wrong lately, said where the eye is: the frame's first warning. Grafana shows all of them in the header. */
export function troubleOf(frame: DataFrame): QueryResultMetaNotice | undefined {
  return frame.meta?.notices?.find(({ severity }) => severity === 'warning');
}
