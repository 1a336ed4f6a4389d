import type { MemoryField } from '../../../core/memstats/fields';
import { METRICS } from '../../../core/memstats/metrics';
import type { VersionMetric } from '../../../core/memstats/version';

/** What a program tells of itself. */
export const GOROUTINES = 'go_goroutines';
export const START_TIME = 'process_start_time_seconds';
export const GO_INFO = 'go_info';

/** What cAdvisor tells of a program’s container: in another scrape, with labels of its own. */
export const CONTAINER_METRICS: ReadonlyArray<readonly [metric: string, field: MemoryField]> = [
  ['container_memory_working_set_bytes', 'WorkingSet'],
  // Anonymous memory only: the kernel's count for the container, without file pages.
  ['container_memory_rss', 'RssAnon'],
];

/** All of them in one selector: one request instead of forty. */
export function selectorOf(matchers: string, versionMetric?: VersionMetric): string {
  const names = new Set([
    ...METRICS.map(([metric]) => metric),
    ...CONTAINER_METRICS.map(([metric]) => metric),
    START_TIME,
    GO_INFO,
    ...(versionMetric ? [versionMetric.metric] : []),
  ]);
  return `{__name__=~"${[...names].join('|')}",${matchers}}`;
}

/** Who is there now: one series an instance. */
export function instancesSelector(matchers: string): string {
  return `${GOROUTINES}{${matchers}}`;
}
