import type { Target } from '../settings';

/** What we ask a target for. plugin.json's routes allow exactly these; a test holds the two together. */
export type Endpoint = 'goroutine' | 'heap' | 'heap text' | 'metrics' | 'expvar';

interface EndpointSpec {
  /** Path behind the data source's proxy, where the program serves it at its usual place. */
  path: string;
  /** Path of the route that leads to the URL in the settings instead. */
  customPath: string;
  custom: keyof Target['custom'];
  query: string;
}

export const ENDPOINTS: Record<Endpoint, EndpointSpec> = {
  goroutine: {
    path: 'debug/pprof/goroutine',
    customPath: 'custom/pprof/goroutine',
    custom: 'pprof',
    query: '?debug=0',
  },
  heap: { path: 'debug/pprof/heap', customPath: 'custom/pprof/heap', custom: 'pprof', query: '?debug=0' },
  'heap text': { path: 'debug/pprof/heap', customPath: 'custom/pprof/heap', custom: 'pprof', query: '?debug=1' },
  metrics: { path: 'metrics', customPath: 'custom/metrics', custom: 'metrics', query: '' },
  expvar: { path: 'debug/vars', customPath: 'custom/expvar', custom: 'expvar', query: '' },
};

/** The URL to fetch, and the path to name in a message. */
export function urlOf(target: Target, endpoint: Endpoint): { url: string; asked: string } {
  const spec = ENDPOINTS[endpoint];
  const path = target.custom[spec.custom] ? spec.customPath : spec.path;
  return { url: `${target.proxyUrl}/${path}${spec.query}`, asked: `/${spec.path}${spec.query}` };
}
