/** @jest-environment node */
import { readText } from '../../../testdata/helpers/captures';
import { band, BAND_NAMES, checkMemory } from './bands';
import { parseExpvar } from './expvar';
import { MEMSTATS_FIELDS, type MemoryField } from './fields';
import { parseMetrics } from './metrics';
import { parseHeapTrailer } from './trailer';

const trailers = [
  'captures/caddy.heap.d1',
  'captures/node.heap.d1',
  'captures/prom.heap.d1',
  'captures/vm.heap.d1',
  'vars/heap.d1',
];
const metrics = ['captures/node.metrics', 'captures/prom.metrics', 'captures/vm.metrics'];
const samples = [
  ...trailers.map((path) => [path, parseHeapTrailer(readText(path))] as const),
  ...metrics.map((path) => [path, parseMetrics(readText(path)).memory] as const),
  ['vars/expvar.json', parseExpvar(readText('vars/expvar.json')).memory] as const,
];

describe.each(samples)('%s', (path, sample) => {
  it('adds up: Sys is the sum of its parts, HeapSys of HeapInuse and HeapIdle', () => {
    expect(checkMemory(sample)).toEqual([]);
    const stacked = (['live', 'fragmentation', 'idle', 'stacks', 'runtime'] as const).map((name) =>
      band(name, sample.values)
    );
    expect(stacked.every((bytes) => bytes >= 0)).toBe(true);
    expect(stacked.reduce((a, b) => a + b)).toBe(band('goResident', sample.values));
  });

  it('tells every field that its source has', () => {
    const missing = (Object.keys(MEMSTATS_FIELDS) as MemoryField[]).filter(
      (field) => sample.values[field] === undefined
    );
    switch (sample.source) {
      case '/debug/vars':
        expect(missing).toEqual([]);
        break;
      case 'heap?debug=1':
        expect(missing).toEqual(['PauseTotalNs']);
        break;
      case '/metrics':
        // client_golang 1.14 no longer has the CPU fraction; VictoriaMetrics' library has both.
        expect(missing).toEqual(path.includes('vm') ? [] : ['NumForcedGC', 'GCCPUFraction']);
    }
  });
});

describe('one process, two sources', () => {
  it.each(['node', 'prom', 'vm'])('%s: the trailer and /metrics are of the same order', (name) => {
    const trailer = parseHeapTrailer(readText(`captures/${name}.heap.d1`)).values;
    const page = parseMetrics(readText(`captures/${name}.metrics`)).memory.values;
    // Seconds apart, so only what the machine decides is the same; the rest must not be of another unit.
    expect(trailer.MCacheSys).toBe(page.MCacheSys);
    const ratio = (trailer.Sys ?? NaN) / (page.Sys ?? NaN);
    expect(ratio > 0.5 && ratio < 2).toBe(true);
  });

  it('expvar and the trailer a moment later: the counters do not fall', () => {
    const before = parseExpvar(readText('vars/expvar.json')).memory;
    const after = parseHeapTrailer(readText('vars/heap.d1'));
    for (const field of ['TotalAlloc', 'Mallocs', 'Frees', 'Sys'] as const) {
      expect(after.values[field]).toBeGreaterThanOrEqual(before.values[field] ?? NaN);
    }
    expect(after.values.NumGC).toBe(before.values.NumGC);
    expect(after.pauses).toEqual(before.pauses);
    expect(before.pauses?.reduce((sum, { ns }) => sum + ns, 0)).toBe(before.values.PauseTotalNs);
  });
});

it('residual and released', () => {
  const { memory } = parseMetrics(readText('captures/vm.metrics'));
  expect(band('residual', memory.values)).toBe(21905408 - (23704840 - 3932160));
  expect(band('released', memory.values)).toBe(3932160);
  expect(BAND_NAMES).toHaveLength(8);
});
