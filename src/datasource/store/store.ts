import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { TimestampMs } from '../../core/scrape';
import { DATABASE, SCHEMA_VERSION, upgrade, type RecordKey, type Schema, type StoredTarget } from './schema';

/** A record's bytes with when its newest scrape was. */
export interface StoredRecord {
  readonly lastMs: TimestampMs;
  readonly bytes: Uint8Array;
}

/** What a scrape adds. */
export interface Addition {
  readonly row: StoredRecord;
  /** The chunk that was full before it. */
  readonly chunk?: StoredRecord & { readonly firstMs: TimestampMs };
}

/** How much of a target is kept, its scrapes and its heap profiles each. */
export interface Limits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** What is kept of one target. */
export interface Usage {
  readonly bytes: number;
  readonly firstMs?: TimestampMs;
  readonly lastMs?: TimestampMs;
}

/** Where the browser has no room, so much of what is oldest goes at once, over all targets. */
const ROOM_BYTES = 4 * 2 ** 20;

/** Chunks that are asked for at once, while those before them are read: each answer is some milliseconds away. */
const BATCH = 8;

/** In the order in which they make room. */
const KINDS = ['chunks', 'heaps', 'rows'] as const;
type Kind = (typeof KINDS)[number];
type Stores = 'targets' | Kind;
type Writing = IDBPTransaction<Schema, Stores[], 'readwrite'>;

const PART_OF = { chunks: 'scrapes', rows: 'scrapes', heaps: 'heaps' } as const satisfies Record<Kind, string>;
const NEW_TARGET: StoredTarget = { label: '', scrapes: 0, heaps: 0 };

/** The browser's; undefined where it has none, or none for pages like this. */
export function browserStore(): Store | undefined {
  return typeof indexedDB === 'undefined' ? undefined : new Store();
}

/**
 * What was sampled, in the browser's IndexedDB: it outlives the page, and every tab of this Grafana sees the same. All
 * errors are the browser's own (DOMException): it refuses, has no room, or was told to forget.
 */
export class Store {
  private database: Promise<IDBPDatabase<Schema>> | undefined;
  /** Went to make room, and is not yet taken off what the targets take. */
  private dropped: Array<{ readonly kind: Kind; readonly target: string; readonly bytes: number }> = [];

  /** Chunks of a target that have a scrape from `sinceMs` on, the newest first. */
  async *chunks(target: string, sinceMs = -Infinity): AsyncGenerator<StoredRecord> {
    const keys = (await this.keys('chunks', target, sinceMs)).reverse();
    const db = await this.open();
    const batch = (from: number) =>
      Promise.all(
        keys.slice(from, from + BATCH).map(async (key) => ({ lastMs: key[1], chunk: await db.get('chunks', key) }))
      );
    let next = batch(0);
    for (let from = 0; from < keys.length; from += BATCH) {
      const chunks = await next;
      next = batch(from + BATCH);
      // Who has enough leaves, and nobody waits for what was asked for in advance.
      next.catch(() => undefined);
      for (const { chunk, lastMs } of chunks) {
        if (chunk) {
          yield { lastMs, bytes: chunk.bytes };
        }
      }
    }
  }

  /** Rows of a target after that moment, the oldest first. */
  async rows(target: string, afterMs: TimestampMs): Promise<StoredRecord[]> {
    return this.records('rows', target, afterMs);
  }

  /** Heap profiles of a target after that moment, the oldest first. */
  async heaps(target: string, afterMs: TimestampMs): Promise<StoredRecord[]> {
    return this.records('heaps', target, afterMs);
  }

  /** Writes down what a scrape adds, and lets go of what is too old or too much of the target. */
  async add(target: string, label: string, { chunk, row }: Addition, limits: Limits): Promise<void> {
    await this.write(async (tx) => {
      await put(tx, 'rows', target, row.lastMs, row.bytes);
      if (chunk) {
        await put(tx, 'chunks', target, chunk.lastMs, { firstMs: chunk.firstMs, bytes: chunk.bytes });
        // The rows of this chunk stay until the next one, for tabs that have not read them yet.
        await drop(tx, 'rows', until(target, chunk.firstMs));
        await drop(tx, 'chunks', until(target, row.lastMs - limits.maxAgeMs));
      }
      await name(tx, target, label);
      await dropDownTo(tx, 'chunks', target, limits.maxBytes);
    });
  }

  /** The same for a heap profile. */
  async addHeap(target: string, label: string, heap: StoredRecord, limits: Limits): Promise<void> {
    await this.write(async (tx) => {
      await put(tx, 'heaps', target, heap.lastMs, heap.bytes);
      await drop(tx, 'heaps', until(target, heap.lastMs - limits.maxAgeMs));
      await name(tx, target, label);
      await dropDownTo(tx, 'heaps', target, limits.maxBytes);
    });
  }

  /** A chunk by itself, where no scrape comes with it. */
  async addChunk(target: string, label: string, chunk: StoredRecord & { readonly firstMs: number }): Promise<void> {
    await this.write(async (tx) => {
      await put(tx, 'chunks', target, chunk.lastMs, { firstMs: chunk.firstMs, bytes: chunk.bytes });
      await name(tx, target, label);
    });
  }

  /** When the first and the last scrape of each chunk of a target were, ascending. */
  async spans(target: string): Promise<Array<{ readonly firstMs: TimestampMs; readonly lastMs: TimestampMs }>> {
    const db = await this.open();
    const tx = db.transaction('chunks');
    const [keys, chunks] = await Promise.all([tx.store.getAllKeys(all(target)), tx.store.getAll(all(target))]);
    return keys.map(([, lastMs], i) => ({ firstMs: chunks[i]!.firstMs, lastMs }));
  }

  /** Lets go of a record that turned out to be damaged. */
  async discard(kind: Kind, target: string, lastMs: TimestampMs): Promise<void> {
    await this.write((tx) => drop(tx, kind, IDBKeyRange.only([target, lastMs])));
  }

  /** Lets go of all that is known of a target. */
  async forget(target: string): Promise<void> {
    await this.write(async (tx) => {
      for (const kind of KINDS) {
        await tx.objectStore(kind).delete(all(target));
      }
      await tx.objectStore('targets').delete(target);
    });
  }

  async usage(target: string): Promise<Usage> {
    const db = await this.open();
    const [known, chunks, rows] = await Promise.all([
      db.get('targets', target),
      db.getAllKeys('chunks', all(target), 1),
      db.getAllKeys('rows', all(target)),
    ]);
    const [first] = chunks;
    const firstMs = first ? (await db.get('chunks', first))?.firstMs : rows[0]?.[1];
    return { bytes: (known?.scrapes ?? 0) + (known?.heaps ?? 0), firstMs, lastMs: rows.at(-1)?.[1] };
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    this.database ??= openDB<Schema>(DATABASE, SCHEMA_VERSION, {
      upgrade: (db, from, to) => upgrade(db, from, to ?? SCHEMA_VERSION),
      // Another tab has a newer version, or the browser closed it: the next call opens it anew.
      blocking: () => void this.close(),
      terminated: () => (this.database = undefined),
    }).catch((error: unknown) => {
      this.database = undefined;
      throw error;
    });
    return this.database;
  }

  private async close(): Promise<void> {
    const former = this.database;
    this.database = undefined;
    (await former)?.close();
  }

  private async keys(kind: Kind, target: string, afterMs: TimestampMs): Promise<RecordKey[]> {
    return (await this.open()).getAllKeys(kind, IDBKeyRange.bound([target, afterMs], [target, Infinity], true));
  }

  private async records(store: 'rows' | 'heaps', target: string, afterMs: TimestampMs): Promise<StoredRecord[]> {
    const db = await this.open();
    const range = IDBKeyRange.bound([target, afterMs], [target, Infinity], true);
    const tx = db.transaction(store);
    const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
    return keys.map(([, lastMs], i) => ({ lastMs, bytes: values[i] as Uint8Array }));
  }

  /** All of it or nothing. Where there is no room, the oldest of all targets goes, and it is tried once more. */
  private async write(work: (tx: Writing) => Promise<void>): Promise<void> {
    const settled = async (tx: Writing) => {
      for (const { bytes, kind, target } of this.dropped) {
        await account(tx, kind, target, -bytes);
      }
      await work(tx);
    };
    try {
      await this.transact(settled);
    } catch (error) {
      if (!isQuota(error) || !(await this.makeRoom())) {
        throw error;
      }
      await this.transact(settled);
    }
    this.dropped = [];
  }

  private async transact(work: (tx: Writing) => Promise<void>): Promise<void> {
    const tx = (await this.open()).transaction(['targets', ...KINDS], 'readwrite', { durability: 'relaxed' });
    // The transaction's own error is the one that says why: a request that fails with it says the same again.
    const done = tx.done;
    done.catch(() => undefined);
    try {
      await work(tx);
    } catch (error) {
      abort(tx);
      throw isQuota(tx.error) ? tx.error : error;
    }
    await done;
  }

  /**
   * Lets go of the oldest records of all targets, and of nothing else: where there is no room, not even a number can be
   * written. Gives whether there were any.
   */
  private async makeRoom(): Promise<boolean> {
    const dropped: typeof this.dropped = [];
    let freed = 0;
    await this.transact(async (tx) => {
      for (const kind of KINDS) {
        const store = tx.objectStore<Kind>(kind);
        const keys = (await store.getAllKeys()).sort((a, b) => a[1] - b[1]);
        // The newest of a kind is what somebody is looking at.
        for (const key of keys.slice(0, -1)) {
          if (freed >= ROOM_BYTES) {
            return;
          }
          const bytes = sizeOf(await store.get(key));
          await store.delete(key);
          dropped.push({ kind, target: key[0], bytes });
          freed += bytes;
        }
      }
    });
    this.dropped = [...this.dropped, ...dropped];
    // Browsers clear away what was deleted when nobody has the database open.
    await this.close();
    return freed > 0;
  }
}

async function put<K extends Kind>(
  tx: Writing,
  kind: K,
  target: string,
  lastMs: TimestampMs,
  value: Schema[K]['value']
): Promise<void> {
  const store = tx.objectStore<Kind>(kind);
  const former = sizeOf(await store.get([target, lastMs]));
  await store.put(value, [target, lastMs]);
  await account(tx, kind, target, sizeOf(value) - former);
}

/** Records of one target, all or the oldest until `isEnough` of the bytes that went. */
async function drop(
  tx: Writing,
  kind: Kind,
  range: IDBKeyRange,
  isEnough: (gone: number) => boolean = () => false
): Promise<void> {
  let gone = 0;
  let target: string | undefined;
  let cursor = await tx.objectStore<Kind>(kind).openCursor(range);
  while (cursor && !isEnough(gone)) {
    [target] = cursor.key;
    gone += sizeOf(cursor.value);
    await cursor.delete();
    cursor = await cursor.continue();
  }
  if (target !== undefined) {
    await account(tx, kind, target, -gone);
  }
}

/** The oldest go until the records of that kind take no more than `most`. */
async function dropDownTo(tx: Writing, kind: 'chunks' | 'heaps', target: string, most: number): Promise<void> {
  const known = await tx.objectStore('targets').get(target);
  const excess = (known?.[PART_OF[kind]] ?? 0) - most;
  if (excess > 0) {
    await drop(tx, kind, all(target), (gone) => gone >= excess);
  }
}

/** Notes how much more or less the records of a target take. */
async function account(tx: Writing, kind: Kind, target: string, bytes: number): Promise<void> {
  const targets = tx.objectStore('targets');
  const known = (await targets.get(target)) ?? NEW_TARGET;
  const part = PART_OF[kind];
  await targets.put({ ...known, [part]: Math.max(0, known[part] + bytes) }, target);
}

async function name(tx: Writing, target: string, label: string): Promise<void> {
  const targets = tx.objectStore('targets');
  await targets.put({ ...((await targets.get(target)) ?? NEW_TARGET), label }, target);
}

function sizeOf(value: Schema[Kind]['value'] | undefined): number {
  return value === undefined ? 0 : 'bytes' in value ? value.bytes.length : value.length;
}

function all(target: string): IDBKeyRange {
  return IDBKeyRange.bound([target], [target, Infinity]);
}

function until(target: string, ms: TimestampMs): IDBKeyRange {
  return IDBKeyRange.bound([target], [target, ms], false, true);
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Where it has not ended by itself. */
function abort(tx: Writing): void {
  try {
    tx.abort();
  } catch {
    // It has.
  }
}
