// What every browser that Grafana supports has and jsdom lacks.
const { TextDecoder, TextEncoder } = require('node:util');
const { DecompressionStream, ReadableStream } = require('node:stream/web');

// Only react-dom's server half asks for it, when @grafana/runtime loads it; Node's own would keep the process alive.
class MessageChannel {
  port1 = { onmessage: undefined, close: () => undefined };
  port2 = { postMessage: (data) => setTimeout(() => this.port1.onmessage?.({ data })) };
}

// Of plain data; Node's own makes arrays of another realm.
function structuredClone(value) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return value.slice();
  }
  if (Array.isArray(value)) {
    return value.map(structuredClone);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, structuredClone(part)]))
    : value;
}

Object.assign(globalThis, {
  structuredClone,
  TextDecoder,
  TextEncoder,
  DecompressionStream,
  ReadableStream,
  MessageChannel,
});

// Here without a reason of its own: nothing in src gives one.
Object.defineProperties(AbortSignal.prototype, {
  reason: {
    get() {
      return this.aborted ? new DOMException('This operation was aborted', 'AbortError') : undefined;
    },
  },
  throwIfAborted: {
    value() {
      if (this.aborted) {
        throw this.reason;
      }
    },
  },
});
