import { openDB } from 'idb';
import { SCHEMA_VERSION, upgrade, type Schema } from './schema';
import { Store, type Addition, type Limits } from './store';
import { forgetAll } from '../testing/indexedDb';

// A real IndexedDB but for its disk; what only a browser does (quota, tabs) is in e2e/history.spec.ts.

const LIMITS: Limits = { maxAgeMs: Infinity, maxBytes: Infinity };
const A = '1/orders/http://orders:6060';
const B = '2/orders/http://orders:6060';

let store: Store;
beforeEach(() => {
  forgetAll();
  store = new Store();
});

const bytes = (length: number, of = 7) => new Uint8Array(length).fill(of);
const row = (lastMs: number, length = 10): Addition => ({ row: { lastMs, bytes: bytes(length) } });
const withChunk = (lastMs: number, [firstMs, endMs]: [number, number], length = 100): Addition => ({
  ...row(lastMs),
  chunk: { firstMs, lastMs: endMs, bytes: bytes(length) },
});

async function chunkTimes(target: string): Promise<number[]> {
  const times: number[] = [];
  for await (const { lastMs } of store.chunks(target)) {
    times.push(lastMs);
  }
  return times;
}

const rowTimes = async (target: string, afterMs = -Infinity) =>
  (await store.rows(target, afterMs)).map(({ lastMs }) => lastMs);

it('keeps rows in order of time, each target for itself', async () => {
  for (const ms of [3, 1, 2]) {
    await store.add(A, 'orders', row(ms), LIMITS);
  }
  await store.add(B, 'orders', row(9), LIMITS);
  expect([await rowTimes(A), await rowTimes(A, 1), await rowTimes(B), await rowTimes('none')]).toEqual([
    [1, 2, 3],
    [2, 3],
    [9],
    [],
  ]);
});

it('gives chunks from new to old, and keeps the rows of the newest for those that have not read them', async () => {
  for (const ms of [1, 2, 3]) {
    await store.add(A, 'orders', row(ms), LIMITS);
  }
  await store.add(A, 'orders', withChunk(4, [1, 3]), LIMITS);
  expect(await rowTimes(A)).toEqual([1, 2, 3, 4]);
  await store.add(A, 'orders', withChunk(6, [4, 5]), LIMITS);
  expect([await chunkTimes(A), await rowTimes(A)]).toEqual([
    [5, 3],
    [4, 6],
  ]);
});

it('lets go of chunks that are too old', async () => {
  await store.add(A, 'orders', withChunk(101, [1, 100]), LIMITS);
  await store.add(A, 'orders', withChunk(201, [101, 200]), { ...LIMITS, maxAgeMs: 101 });
  expect(await chunkTimes(A)).toEqual([200, 100]);
  await store.add(A, 'orders', withChunk(301, [201, 300]), { ...LIMITS, maxAgeMs: 101 });
  expect(await chunkTimes(A)).toEqual([300, 200]);
});

it('lets go of the oldest where it is too much, and knows to the byte how much it is', async () => {
  for (let i = 1; i <= 10; i++) {
    await store.add(A, 'orders', withChunk(100 * i + 1, [100 * i - 99, 100 * i], 1000), { ...LIMITS, maxBytes: 3500 });
  }
  expect(await chunkTimes(A)).toEqual([1000, 900, 800]);
  const { bytes: counted } = await store.usage(A);
  expect(counted).toBe(3 * 1000 + 10 * (await rowTimes(A)).length);
});

it('keeps heap profiles to a limit of their own', async () => {
  await store.add(A, 'orders', row(1), LIMITS);
  for (let ms = 1; ms <= 5; ms++) {
    await store.addHeap(A, 'orders', { lastMs: ms, bytes: bytes(100) }, { maxAgeMs: 10, maxBytes: 300 });
  }
  expect((await store.heaps(A, -Infinity)).map(({ lastMs }) => lastMs)).toEqual([3, 4, 5]);
  await store.addHeap(A, 'orders', { lastMs: 14, bytes: bytes(100) }, { maxAgeMs: 10, maxBytes: 300 });
  expect((await store.heaps(A, 3)).map(({ lastMs }) => lastMs)).toEqual([4, 5, 14]);
  expect(await store.usage(A)).toEqual({ bytes: 310, firstMs: 1, lastMs: 1 });
});

it('forgets one target and no other', async () => {
  await store.add(A, 'orders', withChunk(4, [1, 3]), LIMITS);
  await store.addHeap(A, 'orders', { lastMs: 2, bytes: bytes(5) }, LIMITS);
  await store.add(B, 'orders', withChunk(4, [1, 3]), LIMITS);
  await store.forget(A);
  expect([await chunkTimes(A), await rowTimes(A), await store.heaps(A, 0)]).toEqual([[], [], []]);
  expect(await store.usage(A)).toEqual({ bytes: 0 });
  expect([await chunkTimes(B), await store.usage(B)]).toEqual([[3], { bytes: 110, firstMs: 1, lastMs: 4 }]);
});

it('lets go of a damaged record only', async () => {
  await store.add(A, 'orders', withChunk(4, [1, 3]), LIMITS);
  await store.add(A, 'orders', withChunk(7, [4, 6]), LIMITS);
  await store.discard('chunks', A, 3);
  expect([await chunkTimes(A), (await store.usage(A)).bytes]).toEqual([[6], 120]);
});

describe('where the browser has no room', () => {
  /** Refuses so many writes of chunks and rows, as a full disk does: no real one is full for a test. */
  function refuse(times: number): jest.SpyInstance {
    const put = IDBObjectStore.prototype.put;
    let left = times;
    return jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name !== 'targets' && left-- > 0) {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      }
      return put.apply(this, args);
    });
  }
  afterEach(() => jest.restoreAllMocks());

  it('the oldest of all targets goes, and the newest is kept', async () => {
    await store.add(A, 'orders', withChunk(101, [1, 100], 3 * 2 ** 20), LIMITS);
    await store.add(B, 'orders', withChunk(151, [1, 150], 3 * 2 ** 20), LIMITS);
    await store.add(A, 'orders', withChunk(201, [101, 200], 3 * 2 ** 20), LIMITS);
    refuse(1);
    await store.add(A, 'orders', row(202), LIMITS);
    expect([await chunkTimes(A), await chunkTimes(B), await rowTimes(A, 200)]).toEqual([[200], [], [201, 202]]);
  });

  it('it says so where nothing is left to go, and what is kept stays', async () => {
    await store.add(A, 'orders', row(1), LIMITS);
    refuse(Infinity);
    await expect(store.add(A, 'orders', row(2), LIMITS)).rejects.toThrow(/quota/i);
    jest.restoreAllMocks();
    await store.add(A, 'orders', row(3), LIMITS);
    expect(await rowTimes(A)).toEqual([1, 3]);
  });
});

it('opens what the previous schema wrote', async () => {
  const before = await openDB<Schema>('tidemark-history', 1, { upgrade: (db, from) => upgrade(db, from, 1) });
  expect([...before.objectStoreNames]).toEqual(['chunks', 'rows', 'targets']);
  await before.put('chunks', { firstMs: 1, bytes: bytes(10) }, [A, 3]);
  await before.put('rows', bytes(5), [A, 4]);
  before.close();
  await store.addHeap(A, 'orders', { lastMs: 5, bytes: bytes(5) }, LIMITS);
  expect([await chunkTimes(A), await rowTimes(A)]).toEqual([[3], [4]]);
  expect(SCHEMA_VERSION).toBe(2);
});
