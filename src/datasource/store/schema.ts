import type { DBSchema, IDBPDatabase } from 'idb';
import type { TimestampMs } from '../../core/scrape';

/** What is kept of a target: its durable name, then the newest scrape of the record. */
export type RecordKey = [target: string, lastMs: TimestampMs];

/** A record (core/history/stored) with what has to be known of it without reading it. */
export interface StoredChunk {
  readonly firstMs: TimestampMs;
  readonly bytes: Uint8Array;
}

/** What the records of a target take, in bytes. */
export interface StoredTarget {
  readonly label: string;
  /** Of `chunks` and `rows`. */
  readonly scrapes: number;
  readonly heaps: number;
}

export interface Schema extends DBSchema {
  targets: { key: string; value: StoredTarget };
  /** Full chunks (ChunkData). */
  chunks: { key: RecordKey; value: StoredChunk };
  /** Scrapes one by one (RowData): those of the chunk that is being filled, and of the one before it. */
  rows: { key: RecordKey; value: Uint8Array };
  /** Heap profiles one by one (HeapData). */
  heaps: { key: RecordKey; value: Uint8Array };
}

export const DATABASE = 'tidemark-history';
export const SCHEMA_VERSION = 2;

/** From any version to a later one, a step after the other: what was kept stays. */
export function upgrade(db: IDBPDatabase<Schema>, from: number, to: number): void {
  if (from < 1) {
    db.createObjectStore('targets');
    db.createObjectStore('chunks');
    db.createObjectStore('rows');
  }
  if (from < 2 && to >= 2) {
    db.createObjectStore('heaps');
  }
}
