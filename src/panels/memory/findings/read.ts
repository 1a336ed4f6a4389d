import type { DataFrame } from '@grafana/data';
import type { FindingsMeta } from '../../../frames/contract';

/** The findings on this target's memory among the panel's data; undefined where none were asked for. */
export function readFindings(series: readonly DataFrame[], target: string): FindingsMeta | undefined {
  for (const { meta } of series) {
    const custom: Partial<FindingsMeta> | undefined = meta?.custom;
    if (custom?.kind === 'findings' && custom.version === 1 && custom.probe?.target === target) {
      return custom as FindingsMeta;
    }
  }
  return undefined;
}
