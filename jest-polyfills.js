// What every browser that Grafana supports has and jsdom lacks.
const { TextDecoder, TextEncoder } = require('node:util');
const { DecompressionStream, ReadableStream } = require('node:stream/web');

// Only react-dom's server half asks for it, when @grafana/runtime loads it; Node's own would keep the process alive.
class MessageChannel {
  port1 = { onmessage: undefined };
  port2 = { postMessage: (data) => setTimeout(() => this.port1.onmessage?.({ data })) };
}

Object.assign(globalThis, { TextDecoder, TextEncoder, DecompressionStream, ReadableStream, MessageChannel });

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
