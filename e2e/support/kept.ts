import type { Page } from '@playwright/test';
import type { Kept } from '../../bench/kept/world';

// What the browser keeps (src/datasource/store), read by the test itself.

type StoreName = 'rows' | 'chunks';

/** When each scrape was that is not in a full chunk, ascending. */
export async function keptTimes(page: Page): Promise<number[]> {
  return (await keysOf(page, 'rows')).map(([, atMs]) => atMs);
}

/** Full chunks, of all targets. */
export async function keptChunks(page: Page): Promise<number> {
  return (await keysOf(page, 'chunks')).length;
}

function keysOf(page: Page, store: StoreName): Promise<Array<[target: string, atMs: number]>> {
  return page.evaluate(async (name) => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asked(indexedDB.open('tidemark-history'));
    const keys = await asked(db.transaction(name).objectStore(name).getAllKeys());
    db.close();
    return keys as Array<[string, number]>;
  }, store);
}

/** Writes chunks of another target, of long ago, until there is no room for even a small one. Gives how many it wrote. */
export function fill(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const [largest, smallest] = [2 ** 19, 2 ** 9];
    const target = 'another';
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asked(indexedDB.open('tidemark-history'));
    const add = (lastMs: number, size: number) =>
      new Promise<boolean>((resolve) => {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 2 ** 16) {
          crypto.getRandomValues(bytes.subarray(at, at + 2 ** 16));
        }
        const tx = db.transaction('chunks', 'readwrite');
        tx.objectStore('chunks').put({ firstMs: lastMs - 1, bytes }, [target, lastMs]);
        tx.oncomplete = () => resolve(true);
        tx.onabort = () => resolve(false);
      });
    const range = IDBKeyRange.bound([target], [target, Infinity]);
    const keys = await asked(db.transaction('chunks').objectStore('chunks').getAllKeys(range));
    const firstMs = 1 + ((keys.at(-1) as [string, number] | undefined)?.[1] ?? 0);
    let written = 0;
    for (let size = largest; size >= smallest; size /= 2) {
      while (await add(firstMs + written, size)) {
        written++;
      }
    }
    db.close();
    return written;
  });
}

/** Puts other records in the place of those that are kept of the only target. */
export async function replaceKept(page: Page, { chunks, rows }: Kept): Promise<void> {
  const records = [...chunks, ...rows];
  await page.route('**/kept/*', (route) => {
    const { bytes } = records[Number(route.request().url().split('/').at(-1))]!;
    return route.fulfill({ body: Buffer.from(bytes), contentType: 'application/octet-stream' });
  });
  const heads = [
    ...chunks.map(({ firstMs, lastMs }) => ({ firstMs, lastMs })),
    ...rows.map(({ lastMs }) => ({ lastMs })),
  ];
  await page.evaluate(async (all: Array<{ firstMs?: number; lastMs: number }>) => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asked(indexedDB.open('tidemark-history'));
    const [target] = (await asked(db.transaction('targets').objectStore('targets').getAllKeys())) as string[];
    const bodies: Uint8Array[] = [];
    for (const i of all.keys()) {
      bodies.push(new Uint8Array(await (await fetch(`/kept/${i}`)).arrayBuffer()));
    }
    const tx = db.transaction(['rows', 'chunks'], 'readwrite');
    tx.objectStore('rows').clear();
    all.forEach(({ firstMs, lastMs }, i) =>
      firstMs === undefined
        ? tx.objectStore('rows').put(bodies[i], [target!, lastMs])
        : tx.objectStore('chunks').put({ firstMs, bytes: bodies[i] }, [target!, lastMs])
    );
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
  }, heads);
  await page.unroute('**/kept/*');
}

/** Makes of what is kept what version 1 of the schema would have kept: no page of ours may have it open. */
export function toVersion1(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = ['targets', 'chunks', 'rows'];
    const now = await asked(indexedDB.open('tidemark-history'));
    const records = await Promise.all(
      names.map(async (name) => {
        const store = now.transaction(name).objectStore(name);
        const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
        return keys.map((key, i) => ({ name, key, value: values[i] as unknown }));
      })
    );
    now.close();
    await asked(indexedDB.deleteDatabase('tidemark-history'));
    const opening = indexedDB.open('tidemark-history', 1);
    opening.onupgradeneeded = () => names.forEach((name) => opening.result.createObjectStore(name));
    const former = await asked(opening);
    const tx = former.transaction(names, 'readwrite');
    records.flat().forEach(({ key, name, value }) => tx.objectStore(name).put(value, key));
    await new Promise((resolve) => (tx.oncomplete = resolve));
    former.close();
  });
}

/** The longest time between two of them, in ms. */
export function longestGap(times: readonly number[]): number {
  return times.slice(1).reduce((longest, time, i) => Math.max(longest, time - times[i]!), 0);
}
