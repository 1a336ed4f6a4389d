import { setBackendSrv, type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { defer, type Observable } from 'rxjs';

// For tests.

const PROXY = /^\/api\/datasources\/proxy\/uid\/([^/]+)(\/.*)$/;

/** Grafana's fetch before programs that really run: its data proxy hands requests on, and nobody has posted a deploy. */
export class LiveBackend {
  /** Requests to each program that were sent, in order. */
  readonly asked = new Map<string, string[]>();
  inFlight = 0;

  /** @param programs their URLs, by the uid of their data source */
  constructor(private readonly programs: Readonly<Record<string, string>>) {
    setBackendSrv({
      fetch: (request: BackendSrvRequest) => defer(() => this.fetch(request)) as Observable<FetchResponse>,
    } as unknown as BackendSrv);
  }

  /** How often a program was asked for paths that begin so. */
  count(uid: string, path: string): number {
    return (this.asked.get(uid) ?? []).filter((one) => one.startsWith(path)).length;
  }

  private async fetch({ abortSignal, url }: BackendSrvRequest): Promise<Partial<FetchResponse<unknown>>> {
    const [, uid = '', path = ''] = PROXY.exec(url) ?? [];
    if (!uid) {
      return { status: 200, ok: true, data: [] };
    }
    this.asked.set(uid, [...(this.asked.get(uid) ?? []), path]);
    this.inFlight++;
    try {
      const response = await fetch(`${this.programs[uid]}${path}`, { signal: abortSignal });
      const told = { status: response.status, ok: response.ok, data: await response.arrayBuffer() };
      if (!response.ok) {
        throw told;
      }
      return told;
    } finally {
      this.inFlight--;
    }
  }
}
