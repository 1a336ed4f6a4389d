import type { ProfileKind } from '../../frames';
import type { Target } from '../settings';

/** What we ask a target for. plugin.json's routes allow exactly these; a test holds the two together. */
export type Endpoint = 'goroutine dump' | 'heap text' | 'metrics' | 'expvar' | ProfileKind;

interface EndpointSpec {
  /** Path behind the data source's proxy, where the program serves it at its usual place. */
  path: string;
  /** Path of the route that leads to the URL in the settings instead. */
  customPath: string;
  custom: keyof Target['custom'];
  query: string;
}

export const ENDPOINTS: Record<Endpoint, EndpointSpec> = {
  goroutine: pprof('goroutine'),
  'goroutine dump': pprof('goroutine', 2),
  heap: pprof('heap'),
  'heap text': pprof('heap', 1),
  allocs: pprof('allocs'),
  threadcreate: pprof('threadcreate'),
  block: pprof('block'),
  mutex: pprof('mutex'),
  goroutineleak: pprof('goroutineleak'),
  metrics: { path: 'metrics', customPath: 'custom/metrics', custom: 'metrics', query: '' },
  expvar: { path: 'debug/vars', customPath: 'custom/expvar', custom: 'expvar', query: '' },
};

function pprof(profile: ProfileKind, debug: 0 | 1 | 2 = 0): EndpointSpec {
  return {
    path: `debug/pprof/${profile}`,
    customPath: `custom/pprof/${profile}`,
    custom: 'pprof',
    query: `?debug=${debug}`,
  };
}

/** The URL to fetch, and the path to name in a message. */
export function urlOf(target: Target, endpoint: Endpoint): { url: string; asked: string } {
  const spec = ENDPOINTS[endpoint];
  const path = target.custom[spec.custom] ? spec.customPath : spec.path;
  return { url: `${target.proxyUrl}/${path}${spec.query}`, asked: `/${spec.path}${spec.query}` };
}
