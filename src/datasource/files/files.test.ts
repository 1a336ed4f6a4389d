import { openDB } from 'idb';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileOf, forgetFiles } from './testing';

const HEAP = 'captures/caddy.heap.d0';
const profile = (name = 'caddy.heap.d0') => new File([readFileSync(`testdata/${HEAP}`)], name);
const text = (content: string | Uint8Array<ArrayBuffer>) => new File([content], 'some.file');

/** A page: it holds its connection to what the browser keeps. */
function openPage(): typeof import('./files') {
  let page: typeof import('./files') | undefined;
  jest.isolateModules(() => (page = jest.requireActual<typeof import('./files')>('./files')));
  return page!;
}

let page: typeof import('./files');
beforeEach(() => {
  forgetFiles();
  page = openPage();
});
afterEach(() => jest.restoreAllMocks());

it('gives back what was chosen byte by byte, to the next page too', async () => {
  const { id } = await page.addFile(fileOf(HEAP), 1_000);
  for (const one of [page, openPage()]) {
    const { bytes, ...told } = (await one.readFile(id))!;
    expect(told).toEqual({ id, name: 'caddy.heap.d0', addedMs: 1_000 });
    expect(Buffer.from(bytes).equals(readFileSync(`testdata/${HEAP}`))).toBe(true);
  }
});

it('lists the newest first, and keeps 24 of them', async () => {
  expect(await page.listFiles()).toEqual([]);
  const added = [];
  for (let nth = 1; nth <= 26; nth++) {
    added.push(await page.addFile(profile(`${nth}.pb.gz`), nth));
  }
  expect(await page.listFiles()).toEqual(added.reverse().slice(0, 24));
  expect(await page.readFile(added.at(-1)!.id)).toBeUndefined();
});

it('tells who listens of each file that was kept, until they leave', async () => {
  const heard = jest.fn();
  const leave = page.onFilesChange(heard);
  await page.addFile(profile(), 1);
  expect(heard).toHaveBeenCalledTimes(1);
  await expect(page.addFile(text('nothing'), 2)).rejects.toThrow();
  leave();
  await page.addFile(profile(), 3);
  expect(heard).toHaveBeenCalledTimes(1);
});

it.each([
  [
    'a profile as text',
    fileOf('captures/caddy.heap.d1'),
    /^caddy.heap.d1 is no saved profile: it begins with “heap profile: /,
  ],
  ['a dump', fileOf('captures/caddy.goroutine.d2'), /begins with “goroutine \d+ \[/],
  ['nothing', text(''), /^some.file is no saved profile: it is empty\./],
  ['a picture', text(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2)), /it is not gzip’d/],
  [
    'a log',
    text(Uint8Array.from(gzipSync('no profile at all'))),
    /^some.file is no profile that can be read\. The profile that/,
  ],
  [
    'half a profile',
    new File([readFileSync(`testdata/${HEAP}`).subarray(0, 900)], 'half.pb.gz'),
    /^half.pb.gz is no profile that can be read\. A damaged or cut profile/,
  ],
])('%s is refused in words, and what is kept stays', async (_, file, words) => {
  for (let nth = 1; nth <= 24; nth++) {
    await page.addFile(profile(`${nth}.pb.gz`), nth);
  }
  const before = await page.listFiles();
  await expect(page.addFile(file, 99)).rejects.toThrow(words);
  expect(await page.listFiles()).toEqual(before);
});

it('says how large a file may be, without reading it', async () => {
  const file = profile();
  Object.defineProperty(file, 'size', { value: page.MOST_FILE_BYTES + 1 });
  const read = jest.spyOn(file, 'arrayBuffer');
  await expect(page.addFile(file, 1)).rejects.toThrow(
    'caddy.heap.d0 has 65 MiB. Profiles of up to 64 MiB can be kept here.'
  );
  expect(read).not.toHaveBeenCalled();
});

it('says when the browser has no room, and that is no unhandled rejection', async () => {
  jest.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore) {
    this.transaction.abort();
    throw new DOMException('no room left', 'QuotaExceededError');
  });
  await expect(page.addFile(profile(), 1)).rejects.toThrow('This browser did not keep caddy.heap.d0: ');
  jest.restoreAllMocks();
  await page.addFile(profile(), 2);
  expect(await page.listFiles()).toHaveLength(1);
});

it('a browser that keeps nothing has no files, and says so when one is added', async () => {
  jest.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('not in private windows', 'SecurityError');
  });
  expect(await page.listFiles()).toEqual([]);
  expect(await page.readFile('1')).toBeUndefined();
  await expect(page.addFile(profile(), 1)).rejects.toThrow(/did not keep caddy.heap.d0: .*private windows/);
});

it.each(['', 'x', '1.5', '7'])('has no file %p', async (id) => {
  await page.addFile(profile(), 1);
  expect(await page.readFile(id)).toBeUndefined();
});

it('makes way for another version of itself, and opens anew', async () => {
  await page.addFile(profile(), 1);
  const newer = await openDB('tidemark-files', 2);
  newer.close();
  // What a newer version wrote cannot be opened by this one: there is nothing to list, and nothing hangs.
  expect(await page.listFiles()).toEqual([]);
});
