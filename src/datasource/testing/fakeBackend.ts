import { setBackendSrv, type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { Observable } from 'rxjs';
import { capture } from './captures';

// For tests.

export const PATHS = {
  goroutine: '/debug/pprof/goroutine?debug=0',
  heap: '/debug/pprof/heap?debug=1',
  heapProfile: '/debug/pprof/heap?debug=0',
  metrics: '/metrics',
  expvar: '/debug/vars',
} as const;
export type Path = (typeof PATHS)[keyof typeof PATHS];

/** Where the fake stands in for Grafana's data proxy. */
export const PROXY_URL = '/api/datasources/proxy/uid/u';

/** What a path answers with. */
export interface Reply {
  status: number;
  body: Uint8Array;
  /** When; Infinity for a target that never answers. */
  afterMs: number;
  headers?: Record<string, string>;
}

export const file = (path: string): Reply => ({ status: 200, body: capture(path), afterMs: 0 });
export const text = (body: string): Reply => status(200, body);
export const status = (code: number, body = ''): Reply => ({ status: code, body: bytesOf(body), afterMs: 0 });
export const after = (afterMs: number, reply: Reply): Reply => ({ ...reply, afterMs });
export const HANG = after(Infinity, status(200));

/** What Grafana's data proxy says of a program that refuses connections. */
export const DOWN = status(502);
export const NOT_FOUND = status(404, '404 page not found\n');

/**
 * Grafana's `chunked` before a program that answers with real captures. As in Grafana, nothing is sent before somebody
 * subscribes, leaving cancels, a body comes in pieces, and the last thing that comes holds none.
 */
export class FakeBackend {
  /** Requests that were sent, in order. */
  readonly asked: string[] = [];
  /** Requests that were ended from this side before an answer came. */
  readonly cancelled: string[] = [];
  inFlight = 0;
  mostInFlight = 0;

  constructor(private readonly replies: Partial<Record<Path, Reply>>) {
    setBackendSrv({ chunked: (request: BackendSrvRequest) => this.chunked(request) } as unknown as BackendSrv);
  }

  reply(path: Path, reply: Reply): void {
    this.replies[path] = reply;
  }

  replyAll(reply: Reply): void {
    Object.values(PATHS).forEach((path) => this.reply(path, reply));
  }

  count(path: Path): number {
    return this.asked.filter((one) => one === path).length;
  }

  /** What was asked since the last call. */
  news(): string[] {
    return this.asked.splice(0);
  }

  private chunked(request: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((observer) => {
      const path = `/${request.url}`.replace(PROXY_URL, '');
      const { afterMs, body, headers, status } = this.replies[path as Path] ?? NOT_FOUND;
      let isAnswered = false;
      this.asked.push(path);
      this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);

      const answer = () => {
        if (observer.closed) {
          return;
        }
        isAnswered = true;
        const ok = status >= 200 && status < 300;
        const response = { status, statusText: '', ok, headers: new HeadersOf(headers), config: request };
        const half = body.length >> 1;
        for (const data of [body.slice(0, half), body.slice(half), undefined]) {
          observer.next({ ...response, data } as unknown as FetchResponse<Uint8Array | undefined>);
        }
        observer.complete();
      };
      const timeout = afterMs > 0 && Number.isFinite(afterMs) ? setTimeout(answer, afterMs) : undefined;
      if (afterMs === 0) {
        queueMicrotask(answer);
      }
      return () => {
        clearTimeout(timeout);
        this.inFlight--;
        if (!isAnswered) {
          this.cancelled.push(path);
        }
      };
    });
  }
}

/** As much of a browser's Headers as is asked for; jsdom has none. */
export class HeadersOf {
  constructor(private readonly headers: Record<string, string> = {}) {}

  get(name: string): string | null {
    return this.headers[name] ?? null;
  }
}

function bytesOf(body: string): Uint8Array {
  return Uint8Array.from(new TextEncoder().encode(body));
}
