import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';

// For tests: a browser that keeps files. jsdom has neither IndexedDB nor structuredClone, and does not read a file.

globalThis.structuredClone ??= <T>(value: T): T => deserialize(serialize(value));

Blob.prototype.arrayBuffer ??= function (this: Blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(this);
  });
};

/** A browser that has kept nothing yet. */
export function forgetFiles(): void {
  globalThis.indexedDB = new IDBFactory();
}

/** A file as a person chooses it, of testdata/. */
export function fileOf(path: string): File {
  return new File([Uint8Array.from(readFileSync(`testdata/${path}`))], path.split('/').at(-1)!);
}
