import { AppEvents, DataQueryErrorType, type LegacyEmitter } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { lastValueFrom, Observable } from 'rxjs';
import { MAX_PARALLEL_DATA_REQUESTS, RequestQueue } from './queue';
import { addressOf, bodyOf, initOf, isDataRequest, isLocal } from './request';

/** The fetch of Grafana's pages: queue, cancelling by requestId, errors as objects with status and data, alerts. */
export class PreviewBackendSrv implements BackendSrv {
  private readonly queue = new RequestQueue(MAX_PARALLEL_DATA_REQUESTS);
  private readonly cancelById = new Map<string, () => void>();

  constructor(private readonly events: Pick<LegacyEmitter, 'emit'>) {}

  fetch<T>(request: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const cancel = () => {
        subscriber.error(cancelled(request));
        controller.abort();
      };
      request.abortSignal?.addEventListener('abort', cancel);
      const leave = this.queue.enter(isDataRequest(request.url), () => {
        this.supersede(request.requestId, cancel);
        this.send<T>(request, controller.signal).then(
          (response) => {
            subscriber.next(response);
            subscriber.complete();
          },
          (error: unknown) => subscriber.error(this.report(request, error))
        );
      });
      return () => {
        leave();
        controller.abort();
        request.abortSignal?.removeEventListener('abort', cancel);
        if (request.requestId && this.cancelById.get(request.requestId) === cancel) {
          this.cancelById.delete(request.requestId);
        }
      };
    });
  }

  /** The later request with the same id ends the earlier one. */
  private supersede(requestId: string | undefined, cancel: () => void): void {
    if (requestId) {
      this.cancelById.get(requestId)?.();
      this.cancelById.set(requestId, cancel);
    }
  }

  cancelRequest(requestId: string): void {
    this.cancelById.get(requestId)?.();
  }

  private async send<T>(request: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
    const response = await fetch(addressOf(request), initOf(request, signal));
    const data = await bodyOf(response, request.responseType);
    const { status, statusText, ok, headers, url, type, redirected } = response;
    if (!ok) {
      const error: FetchError = { status, statusText, data, config: request };
      throw error;
    }
    if (this.wantsSuccessAlert(request) && hasMessage(data)) {
      this.events.emit(AppEvents.alertSuccess, [data.message]);
    }

    return { status, statusText, ok, data: data as T, headers, url, type, redirected, config: request };
  }

  /** Grafana's shape of an error: `data` is an object with a message, but bytes stay bytes when bytes were asked for. */
  private report(request: BackendSrvRequest, error: unknown): unknown {
    if (typeof error !== 'object' || error === null || 'cancelled' in error) {
      return error;
    }
    const failure: { data?: unknown; status?: number; statusText?: string; isHandled?: boolean } = error;
    failure.data ??= { message: 'Unexpected error' };
    if (typeof failure.data === 'string') {
      failure.data = { message: failure.data, error: failure.statusText, response: failure.data };
    }
    const { data } = failure;
    const alert = request.showErrorAlert ?? (isLocal(request.url) && !isDataRequest(request.url));
    if (alert && hasMessage(data)) {
      // Later, so that whoever asked can say that it handled the error.
      setTimeout(() => {
        if (!failure.isHandled) {
          const event = (failure.status ?? 500) < 500 ? AppEvents.alertWarning : AppEvents.alertError;
          this.events.emit(event, [data.message]);
        }
      }, 50);
    }
    return failure;
  }

  private wantsSuccessAlert(request: BackendSrvRequest): boolean {
    const isChange = (request.method ?? 'GET') !== 'GET' && isLocal(request.url) && !isDataRequest(request.url);
    return request.showSuccessAlert ?? isChange;
  }

  chunked(request: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const read = async () => {
        const response = await fetch(addressOf(request), initOf(request, controller.signal));
        const { status, statusText, ok, headers, url, type, redirected } = response;
        const base = { status, statusText, ok, headers, url, type, redirected, config: request };
        const reader = response.body?.getReader();
        for (;;) {
          const chunk = await reader?.read();
          subscriber.next({ ...base, data: chunk?.value });
          if (!chunk || chunk.done) {
            return subscriber.complete();
          }
        }
      };
      read().catch((error: unknown) => subscriber.error(error));
      return () => controller.abort();
    });
  }

  datasourceRequest<T = unknown>(request: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(request));
  }
  async request<T = unknown>(request: BackendSrvRequest): Promise<T> {
    return (await this.datasourceRequest<T>(request)).data;
  }
  get<T>(url: string, params?: BackendSrvRequest['params'], requestId?: string, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'GET', url, params, requestId });
  }
  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'DELETE', url, data });
  }
  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'POST', url, data });
  }
  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'PATCH', url, data });
  }
  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'PUT', url, data });
  }
}

function cancelled(request: BackendSrvRequest) {
  return {
    type: DataQueryErrorType.Cancelled,
    cancelled: true,
    data: null,
    status: -1,
    statusText: 'Request was aborted',
    config: request,
  };
}

function hasMessage(data: unknown): data is { message: string } {
  return typeof data === 'object' && data !== null && typeof Reflect.get(data, 'message') === 'string';
}
