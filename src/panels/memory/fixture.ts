import { FieldType, getDefaultTimeRange, LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import type { Finding, FindingsMeta, MemoryMeta } from '../../frames/contract';
import { readMemory, type MemoryModel } from './frame';

/**
 * For tests: a frame of the bands view with three scrapes, a gap, and RSS that crosses Go's estimate.
 *
 * @param more further columns, in MiB but for NumGC
 */
export function memoryFrameFixture(
  without: string[] = [],
  meta: Partial<MemoryMeta> = {},
  more: Record<string, Array<number | null>> = {}
): DataFrame {
  const columns: Record<string, Array<number | null>> = {
    live: [40, 50, null, 60],
    fragmentation: [5, 5, null, 5],
    idle: [20, 10, null, 10],
    stacks: [5, 5, null, 5],
    runtime: [10, 10, null, 10],
    goResident: [80, 80, null, 90],
    RSS: [100, 70, null, 120],
    residual: [20, -10, null, 30],
    released: [0, 10, null, 400],
    ...more,
  };
  const custom: MemoryMeta = {
    version: 1,
    kind: 'memory',
    view: 'bands',
    source: '/metrics',
    rssSource: '/metrics',
    madvise: { regime: 'MADV_FREE', because: 'Go 1.14.' },
    restarts: [],
    probe: {
      target: 'http://shop:6060',
      goVersion: 'go1.14.15',
      intervalMs: 15_000,
      lastScrape: { requests: 2, bytes: 8000, durationMs: 12 },
    },
    ...meta,
  };
  return {
    length: 4,
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: [1000, 2000, 3000, 4000] },
      ...Object.entries(columns)
        .filter(([name]) => !without.includes(name))
        .map(([name, values]) => ({
          name,
          type: FieldType.number,
          config: { unit: 'bytes' },
          values: values.map((value) => (value === null || name === 'NumGC' ? value : value * 1024 * 1024)),
        })),
    ],
  };
}

export function panelData(series: DataFrame[], more: Partial<PanelData> = {}): PanelData {
  return { series, state: LoadingState.Done, timeRange: getDefaultTimeRange(), ...more };
}

/** A findings frame of the fixture's target. */
export function findingsFrameFixture(findings: readonly Finding[], meta: Partial<FindingsMeta> = {}): DataFrame {
  const { probe } = memoryFrameFixture().meta!.custom as MemoryMeta;
  const custom: FindingsMeta = {
    version: 1,
    kind: 'findings',
    probe,
    restarts: [],
    findings,
    limit: null,
    fromMs: 1000,
    toMs: 4000,
    ...meta,
  };
  return { length: findings.length, meta: { custom }, fields: [] };
}

/** The parts of the residual, told from the second scrape on; LazyFree not at the last. */
export const PARTS_FIXTURE = { RssFile: [null, 4, null, 6], LazyFree: [null, 10, null, null] };

export function memoryModelFixture(
  without: string[] = [],
  more: Record<string, Array<number | null>> = {}
): MemoryModel {
  const { model } = readMemory(panelData([memoryFrameFixture(without, {}, more)]));
  if (!model) {
    throw new Error('The fixture is no memory frame.');
  }
  return model;
}
