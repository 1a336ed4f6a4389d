import { config, getBackendSrv, type FetchError, type FetchResponse } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { parseRetryAfter } from './retryAfter';

/** What is thrown for an answer that is no success. */
export type AnswerError = Pick<FetchError<ArrayBuffer>, 'status' | 'statusText' | 'data'> & {
  /** What the answer's Retry-After said: ms from now. */
  readonly retryAfterMs?: number;
};

/**
 * The body of one GET through Grafana. Not by `fetch` of Grafana's BackendSrv: that keeps an error's headers to itself,
 * Retry-After with them (handleStreamResponse in 12.4's backend_srv.ts), and lets data requests wait for one another in
 * a queue of five, which a slow program would fill for all panels. `chunked` hands over headers and status, and sends
 * at once. What it leaves out is done here: a path relative to Grafana's own, the organisation, a new session.
 *
 * @throws AnswerError for an answer that is no success; what the browser throws where none came
 */
export async function fetchBody(url: string, abort?: AbortSignal): Promise<ArrayBuffer> {
  const { pieces, response } = await receive(url, abort);
  if (response?.status === 401) {
    // Grafana's own (its proxy turns a program's into 400): its session has to be renewed, which only `fetch` does.
    return fetchRenewed(url, abort);
  }
  const data = joined(pieces);
  if (response && !response.ok) {
    const { headers, status, statusText } = response;
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), Date.now());
    const error: AnswerError = { status, statusText, data, retryAfterMs };
    throw error;
  }
  return data;
}

interface Received {
  readonly response: FetchResponse<unknown> | undefined;
  readonly pieces: readonly Uint8Array[];
}

function receive(url: string, abort: AbortSignal | undefined): Promise<Received> {
  return new Promise((resolve, reject) => {
    abort?.throwIfAborted();
    const pieces: Uint8Array[] = [];
    let response: FetchResponse<unknown> | undefined;
    const subscription = getBackendSrv()
      .chunked(requestOf(url))
      .subscribe({
        next: (chunk) => {
          response = chunk;
          if (chunk.data) {
            pieces.push(chunk.data);
          }
        },
        error: reject,
        complete: () => resolve({ response, pieces }),
      });
    // `chunked` has an abort signal of its own: it is ended by leaving it.
    abort?.addEventListener('abort', () => {
      subscription.unsubscribe();
      reject(abort.reason);
    });
  });
}

function requestOf(url: string) {
  const orgId: number | undefined = config.bootData?.user?.orgId;
  return {
    url: url.replace(/^\//, ''),
    method: 'GET',
    validatePath: true,
    ...(orgId ? { headers: { 'X-Grafana-Org-Id': String(orgId) } } : {}),
  };
}

async function fetchRenewed(url: string, abortSignal: AbortSignal | undefined): Promise<ArrayBuffer> {
  const request = {
    url,
    method: 'GET',
    responseType: 'arraybuffer',
    showErrorAlert: false,
    validatePath: true,
  } as const;
  const response = await lastValueFrom(getBackendSrv().fetch<ArrayBuffer>({ ...request, abortSignal }));
  return response.data ?? new ArrayBuffer(0);
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.buffer;
}
