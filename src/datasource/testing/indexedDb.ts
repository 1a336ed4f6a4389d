import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { deserialize, serialize } from 'node:v8';

// For tests: a browser that keeps things. jsdom has neither IndexedDB nor structuredClone.

globalThis.structuredClone ??= <T>(value: T): T => deserialize(serialize(value));

/** A browser that has kept nothing yet. */
export function forgetAll(): void {
  globalThis.indexedDB = new IDBFactory();
}
