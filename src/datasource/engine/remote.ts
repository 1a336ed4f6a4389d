import { EngineError, methodsOf, type Calls, type Engine } from './engine';
import { unpackError } from './errors';
import { buffersOf, type FromWorker, type Port, type ToWorker } from './protocol';

/** A Worker, as far as we use it. */
export interface WorkerLike extends Port<FromWorker, ToWorker> {
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: (() => void) | null;
  terminate(): void;
}

/** How long a worker may take to say that it is there. Its code is with us already; a loaded machine has its time. */
const READY_WITHIN_MS = 15_000;

/**
 * The page's side of an engine in a worker. Resolves when the worker says that it is there, and rejects where it cannot
 * start: a Content-Security-Policy that forbids it shows as an error event, or as nothing at all.
 *
 * @param onCrash called when it broke later. All that it held is lost, and what was asked of it is rejected.
 */
export function connect(worker: WorkerLike, onCrash: () => void): Promise<Engine> {
  return new Promise((resolve, reject) => {
    const waiting = new Waiting();
    let isReady = false;
    let crash: EngineError | undefined;

    const end = (what: string) => {
      clearTimeout(timeout);
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
      if (!isReady) {
        reject(new EngineError(`No worker: ${what}.`));
        return;
      }
      crash = new EngineError(
        `Tidemark’s worker in this browser ended: ${what}. What was sampled so far is lost; sampling goes on in a new one.`
      );
      waiting.rejectAll(crash);
      onCrash();
    };
    const timeout = setTimeout(() => end('it did not start in time'), READY_WITHIN_MS);

    const call: Calls = (method, input, abort) => {
      if (crash || abort?.aborted) {
        return Promise.reject(crash ?? abort?.reason);
      }
      return waiting.add(
        (id) => worker.postMessage({ id, method, input }, buffersOf(input)),
        (id) => worker.postMessage({ cancel: id }, []),
        abort
      );
    };

    worker.onmessage = ({ data }) => {
      if ('ready' in data) {
        isReady = true;
        clearTimeout(timeout);
        resolve({ place: 'worker', ...methodsOf(call) });
      } else if ('error' in data) {
        waiting.take(data.id)?.reject(unpackError(data.error));
      } else {
        waiting.take(data.id)?.resolve(data.output as never);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(event.message || 'for an unknown reason');
    };
    worker.onmessageerror = () => end('one of its messages could not be read');
  });
}

interface Waiter {
  resolve: (output: never) => void;
  reject: (error: unknown) => void;
}

/** Calls that have no answer yet. Nobody waits for the answer to one that was cancelled. */
class Waiting {
  private readonly waiters = new Map<number, Waiter>();
  private calls = 0;

  add<T>(send: (id: number) => void, cancel: (id: number) => void, abort?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = this.calls++;
      send(id);
      const onAbort = () => {
        this.waiters.delete(id);
        cancel(id);
        reject(abort?.reason);
      };
      const leave = () => abort?.removeEventListener('abort', onAbort);
      abort?.addEventListener('abort', onAbort, { once: true });
      this.waiters.set(id, {
        resolve: (output) => (leave(), resolve(output)),
        reject: (error) => (leave(), reject(error)),
      });
    });
  }

  take(id: number): Waiter | undefined {
    const waiter = this.waiters.get(id);
    this.waiters.delete(id);
    return waiter;
  }

  rejectAll(error: unknown): void {
    [...this.waiters.keys()].forEach((id) => this.take(id)?.reject(error));
  }
}
