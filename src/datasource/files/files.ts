import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { TimestampMs } from '../../core/scrape';
import { checkProfileFile } from './check';

/** A saved profile that a person chose. It stays in this browser: neither Grafana nor anybody else gets it. */
export interface SavedFile {
  readonly id: string;
  readonly name: string;
  readonly addedMs: TimestampMs;
}

interface Row extends Omit<SavedFile, 'id'> {
  readonly bytes: ArrayBuffer;
}

interface Schema extends DBSchema {
  files: { key: number; value: Row };
}

/** So many are kept, the newest. */
const MOST_FILES = 24;
/** A heap profile of 300,000 stacks has some 20 MB. */
export const MOST_FILE_BYTES = 64 * 2 ** 20;
const MIB = 2 ** 20;

const listeners = new Set<() => void>();

let database: Promise<IDBPDatabase<Schema>> | undefined;

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('tidemark-files', 1, {
    upgrade: (db) => void db.createObjectStore('files', { autoIncrement: true }),
    // Another tab has a newer version, or the browser closed it: the next call opens it anew.
    blocking: () => void close(),
    terminated: () => (database = undefined),
  }).catch((error: unknown) => {
    database = undefined;
    throw error;
  });
  return database;
}

async function close(): Promise<void> {
  const former = database;
  database = undefined;
  (await former)?.close();
}

/**
 * Keeps a file. Only what can be looked at is kept: nothing older makes room for what cannot.
 *
 * @throws Error in words for a person, where the file is too large, is no profile, or the browser refuses to keep it.
 */
export async function addFile(file: File, nowMs: TimestampMs): Promise<SavedFile> {
  if (file.size > MOST_FILE_BYTES) {
    const mib = Math.ceil(file.size / MIB);
    throw new Error(`${file.name} has ${mib} MiB. Profiles of up to ${MOST_FILE_BYTES / MIB} MiB can be kept here.`);
  }
  const bytes = await file.arrayBuffer();
  // The engine's worker gets a copy: what is handed over is no longer here.
  await checkProfileFile(file.name, bytes.slice(0));
  try {
    const key = await add({ name: file.name, addedMs: nowMs, bytes });
    listeners.forEach((listener) => listener());
    return { id: String(key), name: file.name, addedMs: nowMs };
  } catch (error) {
    throw new Error(`This browser did not keep ${file.name}: ${String(error)}.`);
  }
}

async function add(row: Row): Promise<number> {
  const { done, store } = (await open()).transaction('files', 'readwrite');
  const work = async () => {
    const key = await store.add(row);
    const keys = await store.getAllKeys();
    await Promise.all(keys.slice(0, -MOST_FILES).map((old) => store.delete(old)));
    return key;
  };
  // A browser may refuse as late as at the end of the transaction, for want of room.
  const [key] = await Promise.all([work(), done]);
  return key;
}

/** Calls when this page has kept another file. @returns what ends that */
export function onFilesChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The newest first; empty where the browser keeps nothing. */
export async function listFiles(): Promise<SavedFile[]> {
  try {
    const files: SavedFile[] = [];
    let cursor = await (await open()).transaction('files').store.openCursor(null, 'prev');
    while (cursor) {
      const { addedMs, name } = cursor.value;
      files.push({ id: String(cursor.key), name, addedMs });
      cursor = await cursor.continue();
    }
    return files;
  } catch {
    return [];
  }
}

/** undefined where this browser does not have it. */
export async function readFile(id: string): Promise<(SavedFile & { bytes: ArrayBuffer }) | undefined> {
  const key = Number(id);
  if (!Number.isInteger(key)) {
    return undefined;
  }
  try {
    const row = await (await open()).get('files', key);
    return row && { ...row, id };
  } catch {
    return undefined;
  }
}
