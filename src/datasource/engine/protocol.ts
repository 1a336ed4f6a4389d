import type { Input, Method, Output } from './engine';
import type { PackedError } from './errors';

/** From the page to the worker. */
export type ToWorker = Call | Cancel;

export interface Call<M extends Method = Method> {
  readonly id: number;
  readonly method: M;
  readonly input: Input<M>;
}

/** The caller has left: whatever comes of that call is not wanted. */
export interface Cancel {
  readonly cancel: number;
}

/** From the worker to the page. `ready` comes first, once. */
export type FromWorker =
  | { readonly ready: true }
  | { readonly id: number; readonly output: Output<Method> }
  | { readonly id: number; readonly error: PackedError };

/** Either side of a worker, as far as we use it. */
export interface Port<In, Out> {
  postMessage(message: Out, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: In }) => void) | null;
}

/** The buffers in plain data, for handing them over instead of copying: they are of no use to the sender any more. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (value instanceof ArrayBuffer) {
    found.add(value);
  } else if (ArrayBuffer.isView(value)) {
    found.add(value.buffer as ArrayBuffer);
  } else if (typeof value === 'object' && value !== null && isPlain(value)) {
    Object.values(value).forEach((one) => buffersOf(one, found));
  }
  return [...found];
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
