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
 * Grafana's fetch before a program that answers with real captures. As in Grafana, nothing is sent before somebody
 * subscribes, leaving or aborting cancels, and any status but 2xx is an error that holds the body's bytes.
 */
export class FakeBackend {
  /** Requests that were sent, in order. */
  readonly asked: string[] = [];
  /** Requests that were ended from this side before an answer came. */
  readonly cancelled: string[] = [];
  inFlight = 0;
  mostInFlight = 0;

  constructor(private readonly replies: Partial<Record<Path, Reply>>) {
    setBackendSrv({ fetch: (request: BackendSrvRequest) => this.fetch(request) } as unknown as BackendSrv);
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

  private fetch(request: BackendSrvRequest): Observable<FetchResponse<ArrayBuffer>> {
    return new Observable((observer) => {
      const { abortSignal, url } = request;
      if (abortSignal?.aborted) {
        // The browser sends nothing then.
        observer.error(aborted());
        return undefined;
      }
      const path = url.replace(PROXY_URL, '');
      const { afterMs, ...reply } = this.replies[path as Path] ?? NOT_FOUND;
      let isAnswered = false;
      this.asked.push(path);
      this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);

      const answer = () => {
        if (observer.closed) {
          return;
        }
        isAnswered = true;
        const response = { ...reply, statusText: '', data: reply.body.slice().buffer, config: request };
        if (reply.status >= 200 && reply.status < 300) {
          observer.next({ ...response, ok: true } as unknown as FetchResponse<ArrayBuffer>);
          observer.complete();
        } else {
          observer.error(response);
        }
      };
      const abort = () => observer.error(aborted());
      abortSignal?.addEventListener('abort', abort);
      const timeout = afterMs > 0 && Number.isFinite(afterMs) ? setTimeout(answer, afterMs) : undefined;
      if (afterMs === 0) {
        queueMicrotask(answer);
      }
      return () => {
        clearTimeout(timeout);
        abortSignal?.removeEventListener('abort', abort);
        this.inFlight--;
        if (!isAnswered) {
          this.cancelled.push(path);
        }
      };
    });
  }
}

function aborted(): DOMException {
  return new DOMException('The user aborted a request.', 'AbortError');
}

function bytesOf(body: string): Uint8Array {
  return Uint8Array.from(new TextEncoder().encode(body));
}
