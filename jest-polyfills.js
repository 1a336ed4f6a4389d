// What every browser that Grafana supports has and jsdom lacks.
const { TextDecoder, TextEncoder } = require('node:util');
const { DecompressionStream, ReadableStream } = require('node:stream/web');

Object.assign(globalThis, { TextDecoder, TextEncoder, DecompressionStream, ReadableStream });
