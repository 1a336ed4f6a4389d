import { validatePath } from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';

/** Data requests wait in the queue; they raise no alert of their own, for the panel shows what went wrong. */
export function isDataRequest(url: string): boolean {
  return url.includes('api/datasources/proxy') || url.includes('api/ds/query');
}

export function isLocal(url: string): boolean {
  return !url.startsWith('http');
}

/** The address with its parameters. Throws for a path with `..` when `validatePath` is asked for. */
export function addressOf(request: BackendSrvRequest): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(request.params ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') {
        params.append(key, String(item));
      }
    }
  }
  const url = request.validatePath ? validatePath(request.url) : request.url;
  // Relative to the page's base, so that a host below a sub path would work, too.
  const local = isLocal(url) ? url.replace(/^\//, '') : url;
  const query = params.toString();
  return query === '' ? local : `${local}?${query}`;
}

export function initOf(request: BackendSrvRequest, signal: AbortSignal): RequestInit {
  const headers = new Headers(request.headers);
  const authorization = headers.get('authorization');
  if (isLocal(request.url) && authorization !== null) {
    // Grafana's own sign-in uses the header's real name.
    headers.delete('authorization');
    headers.set('x-ds-authorization', authorization);
  }
  if (!headers.has('accept')) {
    headers.set('accept', 'application/json, text/plain, */*');
  }
  const method = (request.method ?? 'GET').toUpperCase();
  if (['POST', 'PUT', 'PATCH'].includes(method) && !headers.has('content-type')) {
    headers.set('content-type', 'application/json');
  }
  const { data } = request;
  const body =
    data === undefined || data === null || typeof data === 'string' || data instanceof Blob
      ? data
      : JSON.stringify(data);
  return { method, headers, body, signal, credentials: request.credentials ?? 'same-origin' };
}

/** The body as asked for; without a wish, JSON where it is JSON and text where not. */
export async function bodyOf(response: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  switch (type) {
    case 'arraybuffer':
      return response.arrayBuffer();
    case 'blob':
      return response.blob();
    case 'json':
      return response.json();
    case 'text':
      return response.text();
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
