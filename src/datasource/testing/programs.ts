import type { Target } from '../settings';
import { FakeBackend, file, PATHS, PROXY_URL, status } from './fakeBackend';

// For tests. Programs that were captured, each behind a Grafana of its own.

/** client_golang's metrics; no expvar. */
export function prometheus(): FakeBackend {
  return new FakeBackend({
    [PATHS.goroutine]: file('captures/prom.goroutine.d0'),
    [PATHS.heap]: file('captures/prom.heap.d1'),
    [PATHS.heapProfile]: file('captures/prom.heap.d0'),
    [PATHS.metrics]: file('captures/prom.metrics'),
  });
}

/** A metrics library of its own; answers 400 where others have expvar (testdata/captures/README.md). */
export function victoriaMetrics(): FakeBackend {
  return new FakeBackend({
    [PATHS.goroutine]: file('captures/vm.goroutine.d0'),
    [PATHS.heap]: file('captures/vm.heap.d1'),
    [PATHS.heapProfile]: file('captures/vm.heap.d0'),
    [PATHS.metrics]: file('captures/vm.metrics'),
    [PATHS.expvar]: status(400, 'unsupported path requested: "/debug/vars"'),
  });
}

export const TARGET: Target = {
  uid: 'u',
  historyId: 'u',
  label: 'http://prometheus:9090',
  proxyUrl: PROXY_URL,
  intervalMs: 10_000,
  heapIntervalMs: 60_000,
  costBudget: 0.01,
  retentionMs: 3_600_000,
  memorySource: 'auto',
  deployTags: ['deploy'],
  custom: { pprof: false, metrics: false, expvar: false },
};
