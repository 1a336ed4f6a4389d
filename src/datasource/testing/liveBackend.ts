import { setBackendSrv, type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { from, Observable, of } from 'rxjs';
import { HeadersOf } from './fakeBackend';

// For tests.

const PROXY = /^\/?api\/datasources\/proxy\/uid\/([^/]+)(\/.*)$/;

/** Grafana before programs that really run: its data proxy hands requests on, and nobody has posted a deploy. */
export class LiveBackend {
  /** Requests to each program that were sent, in order. */
  readonly asked = new Map<string, string[]>();
  inFlight = 0;

  /** @param programs their URLs, by the uid of their data source */
  constructor(private readonly programs: Readonly<Record<string, string>>) {
    setBackendSrv({
      fetch: ({ url }: BackendSrvRequest) =>
        PROXY.test(url) ? from(this.json(url)) : of({ status: 200, ok: true, data: [] }),
      chunked: (request: BackendSrvRequest) => this.chunked(request),
    } as unknown as BackendSrv);
  }

  /** How often a program was asked for paths that begin so. */
  count(uid: string, path: string): number {
    return (this.asked.get(uid) ?? []).filter((one) => one.startsWith(path)).length;
  }

  private async json(proxied: string) {
    const [, uid = '', path = ''] = PROXY.exec(proxied) ?? [];
    this.asked.set(uid, [...(this.asked.get(uid) ?? []), path]);
    const { json, ok, status } = await fetch(`${this.programs[uid]}${path}`);
    const data = (await json()) as unknown;
    if (!ok) {
      throw Object.assign(new Error(`status ${status}`), { status, data });
    }
    return { status, ok, data };
  }

  private chunked(request: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((observer) => {
      const controller = new AbortController();
      this.send(request, controller.signal).then(
        (response) => {
          observer.next(response);
          observer.complete();
        },
        (error: unknown) => observer.error(error)
      );
      return () => controller.abort();
    });
  }

  private async send(config: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<Uint8Array>> {
    const [, uid = '', path = ''] = PROXY.exec(config.url) ?? [];
    this.asked.set(uid, [...(this.asked.get(uid) ?? []), path]);
    this.inFlight++;
    try {
      const { arrayBuffer, ok, status } = await fetch(`${this.programs[uid]}${path}`, { signal });
      const data = new Uint8Array(await arrayBuffer());
      return { status, ok, data, headers: new HeadersOf(), config } as unknown as FetchResponse<Uint8Array>;
    } finally {
      this.inFlight--;
    }
  }
}
