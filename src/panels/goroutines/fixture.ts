import { FieldType, getDefaultTimeRange, LoadingState, type DataFrame, type PanelData } from '@grafana/data';
import type { GoroutineSeries, GoroutinesMeta } from '../../frames/contract';
import { readGoroutines, type GoroutinesModel } from './frame';

const lookup = 'example.com/shop/catalog.(*Client).Lookup';
const frames = [
  'runtime.gopark',
  'internal/poll.(*FD).Read',
  'net.(*conn).Read',
  lookup,
  ...Array.from({ length: 12 }, (_, i) => `example.com/shop/chain.func${i}`),
  'runtime.goexit',
].map((name, i) => ({ function: name, file: `/src/${i}/file.go`, line: 10 + i }));

const series: Record<string, GoroutineSeries> = {
  [lookup]: { role: 'stack', stackKey: 'k1', blockedOn: 'I/O wait', frames, userFrame: 3, namedBy: 3 },
  'main.worker': {
    role: 'stack',
    stackKey: 'k2',
    blockedOn: 'chan receive',
    frames: [
      { function: 'runtime.gopark', file: '/go/proc.go', line: 1 },
      { function: 'main.worker', file: '/src/main.go', line: 41 },
    ],
    userFrame: 1,
    namedBy: 1,
  },
  other: { role: 'other', groups: 185 },
};

/** For tests: two stacks and the rest over three scrapes and a gap. The second stack appears late. */
export function goroutinesFrameFixture(meta: Partial<GoroutinesMeta> = {}): DataFrame {
  const columns: Record<string, Array<number | null>> = {
    [lookup]: [10, 20, null, 1300],
    'main.worker': [null, 5, null, 40],
    other: [500, 480, null, 1000],
  };
  const custom: GoroutinesMeta = {
    version: 1,
    kind: 'goroutines',
    groupBy: 'stack',
    totalNow: 2340,
    groups: 187,
    series,
    restarts: [],
    probe: {
      target: 'http://shop:6060',
      goVersion: 'go1.22.4',
      intervalMs: 2000,
      lastScrape: { requests: 1, bytes: 8000, durationMs: 12 },
    },
    ...meta,
  };
  return {
    length: 4,
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: [1000, 2000, 3000, 4000] },
      ...Object.entries(columns).map(([name, values]) => ({
        name,
        type: FieldType.number,
        config: { unit: 'short' },
        values,
      })),
    ],
  };
}

export function panelData(frames: DataFrame[], more: Partial<PanelData> = {}): PanelData {
  return { series: frames, state: LoadingState.Done, timeRange: getDefaultTimeRange(), ...more };
}

export function goroutinesModelFixture(): GoroutinesModel {
  const { model } = readGoroutines(panelData([goroutinesFrameFixture()]));
  if (!model) {
    throw new Error('The fixture is no goroutines frame.');
  }
  return model;
}
