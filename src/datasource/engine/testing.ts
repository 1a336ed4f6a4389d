import { readFileSync } from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import type { Engine, RoundParts, TargetKey } from './engine';
import type { Store } from '../store/store';
import { LocalEngine } from './local';
import type { FromWorker, ToWorker } from './protocol';
import type { WorkerLike } from './remote';
import { serve } from './serve';
import { Slicer } from './slices';

// For tests.

export const TARGET: TargetKey = { id: 'orders/0', label: 'http://orders:6060', maxAgeMs: 3_600_000 };

export const localEngine = (store?: Store) => new LocalEngine('worker', new Slicer(8), store);

/** A worker in this thread: real structured clone, real transfer, real message queue. */
export class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  readonly sent: ToWorker[] = [];
  isTerminated = false;
  private readonly channel = new MessageChannel();

  /** @param engine what runs in it; without one it never says that it is there */
  constructor(engine?: Engine) {
    this.channel.port1.on('message', (data: FromWorker) => this.onmessage?.({ data }));
    if (engine) {
      const { port2 } = this.channel;
      const inside = {
        onmessage: null as ((event: { data: ToWorker }) => void) | null,
        postMessage: (message: FromWorker, transfer: ArrayBuffer[]) => port2.postMessage(message, transfer),
      };
      port2.on('message', (data: ToWorker) => inside.onmessage?.({ data }));
      serve(engine, inside);
    }
  }

  postMessage(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.sent.push(message);
    this.channel.port1.postMessage(message, transfer);
  }

  /** As when an uncaught error ends it. */
  crash(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }

  terminate(): void {
    this.isTerminated = true;
    this.channel.port1.close();
  }
}

/** The body of a capture, in an ArrayBuffer of its own. */
export function bodyOf(path: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(`testdata/${path}`)).buffer;
}

export function roundAt(atMs: number, parts: Partial<RoundParts> = {}): RoundParts {
  return { atMs, process: {}, cost: { requests: 2, bytes: 9, durationMs: 3 }, failures: [], ...parts };
}
