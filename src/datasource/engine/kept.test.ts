import { CHUNK_ROWS } from '../../core/history/chunk';
import { Store } from '../store/store';
import { forgetAll } from '../testing/indexedDb';
import type { Engine, TargetKey } from './engine';
import { bodyOf, localEngine, roundAt, TARGET } from './testing';

// Engines are pages here: each begins with nothing but the store, which they share as tabs of one browser do.

const EVERY_MS = 1_000;
const PROGRAMS = ['prom', 'vm', 'caddy'] as const;

beforeEach(forgetAll);

const openPage = () => localEngine(new Store());

async function scrape(engine: Engine, i: number, target: TargetKey = TARGET): Promise<void> {
  const body = bodyOf(`captures/${PROGRAMS[Math.floor(i / 40) % PROGRAMS.length]}.goroutine.d0`);
  const answer = { asked: '/debug/pprof/goroutine', body };
  // Most rounds fail here, for a chunk's worth of profiles takes long to decode.
  const { receipt, process } =
    i % 10 === 0 ? await engine.readGoroutines({ answer, target }) : { receipt: undefined, process: {} };
  const memory = { source: '/metrics' as const, values: { Sys: 1e6 + 4096 * i, NumGC: i } };
  const failures = receipt === undefined ? [{ part: 'goroutines' as const, message: 'It broke.' }] : [];
  await engine.append({ target, round: roundAt(i * EVERY_MS, { receipt, process, memory, failures }) });
}

async function scrapes(engine: Engine, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    await scrape(engine, i);
  }
}

async function heap(engine: Engine, atMs: number): Promise<void> {
  const answer = { asked: '/debug/pprof/heap', body: bodyOf('captures/prom.heap.d0') };
  const { receipt } = await engine.readHeap({ answer, target: TARGET });
  await engine.appendHeap({ target: TARGET, moment: { atMs, receipt, process: {}, failures: [] } });
}

const asked = <Options>(options: Options, target = TARGET) => ({ target, fromMs: 0, toMs: 1e12, options });

const answers = (engine: Engine) =>
  Promise.all([
    engine.goroutines(asked({ groupBy: 'stack', top: 5 })),
    engine.memory(asked({ columns: ['Sys'] })),
    engine.heap(asked({ groupBy: 'function', order: 'cum', sampleType: 'inuse_space', values: 'scaled', top: 5 })),
  ]);

async function times(engine: Engine, target = TARGET): Promise<number[]> {
  return [...(await engine.memory(asked({ columns: ['Sys'] }, target))).times];
}

const all = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => (from + i) * EVERY_MS);

test('a reload keeps every point', async () => {
  const before = openPage();
  await scrapes(before, 0, CHUNK_ROWS + 60);
  await heap(before, 5);
  await heap(before, 60_000);
  const after = openPage();
  expect(await answers(after)).toEqual(await answers(before));
  expect(await times(after)).toEqual(all(0, CHUNK_ROWS + 60));
  // And it goes on from there, for the next one as well.
  await scrapes(after, CHUNK_ROWS + 60, 2 * CHUNK_ROWS + 5);
  expect(await times(openPage())).toEqual(all(0, 2 * CHUNK_ROWS + 5));
});

test('a tab follows what another takes, across the end of a chunk', async () => {
  const [one, other] = [openPage(), openPage()];
  for (let i = 0; i < CHUNK_ROWS + 20; i += 7) {
    await scrapes(one, i, Math.min(i + 7, CHUNK_ROWS + 20));
    await other.follow({ target: TARGET });
  }
  await heap(one, 9);
  await other.follow({ target: TARGET });
  expect(await answers(other)).toEqual(await answers(one));
});

test('the one that followed goes on where the other has ended', async () => {
  const [one, other] = [openPage(), openPage()];
  await scrapes(one, 0, 30);
  await other.follow({ target: TARGET });
  await scrapes(other, 30, CHUNK_ROWS + 30);
  expect(await one.follow({ target: TARGET })).toMatchObject({ scrapes: CHUNK_ROWS + 30 });
  expect(await answers(one)).toEqual(await answers(other));
  expect(await times(openPage())).toEqual(all(0, CHUNK_ROWS + 30));
});

test('a page that opens is told the newest scrape and heap profile, so that it can go on from there', async () => {
  const [before, paced] = [openPage(), { intervalMs: 15_000, spentMs: 400, notBeforeMs: 99_000 }];
  expect(await before.follow({ target: TARGET })).toEqual({ scrapes: 0 });
  await scrapes(before, 0, 3);
  const memory = { source: '/metrics' as const, values: { Sys: 5 } };
  await before.append({ target: TARGET, round: roundAt(9_000, { ...paced, memory }) });
  await heap(before, 7_000);
  expect(await openPage().follow({ target: TARGET })).toEqual({
    scrapes: 4,
    newest: roundAt(9_000, { ...paced, memory }),
    newestHeapMs: 7_000,
  });
});

test('a tab that slept for longer than a chunk reads all of it', async () => {
  const [one, other] = [openPage(), openPage()];
  await scrapes(one, 0, 20);
  await other.follow({ target: TARGET });
  await scrapes(one, 20, 3 * CHUNK_ROWS);
  await other.follow({ target: TARGET });
  expect(await answers(other)).toEqual(await answers(one));
});

test('a damaged chunk is lost, and no other; it is said once', async () => {
  const before = openPage();
  await scrapes(before, 0, 3 * CHUNK_ROWS + 10);
  const store = new Store();
  const chunks = [];
  for await (const chunk of store.chunks(TARGET.id)) {
    chunks.push(chunk);
  }
  const damaged = chunks[1]!;
  const bytes = damaged.bytes.slice();
  bytes[500]! ^= 1;
  const row = { lastMs: 1e9, bytes: new Uint8Array(3) };
  const chunk = { firstMs: damaged.lastMs - (CHUNK_ROWS - 1) * EVERY_MS, lastMs: damaged.lastMs, bytes };
  await store.add(TARGET.id, TARGET.label, { row, chunk }, { maxAgeMs: Infinity, maxBytes: Infinity });
  const after = openPage();
  const left = [...all(0, CHUNK_ROWS), ...all(2 * CHUNK_ROWS, 3 * CHUNK_ROWS + 10)];
  expect(await times(after)).toEqual(left);
  await scrape(after, 3 * CHUNK_ROWS + 10);
  const { failures } = await after.memory(asked({ columns: ['Sys'] }));
  expect(failures.map(({ message }) => message.slice(0, 70))).toEqual([
    expect.stringContaining('A part of the kept history, up to 1970-01-12'),
    expect.stringContaining('A part of the kept history, up to 1970-01-01T00:08:31.000Z'),
  ]);
  expect(await times(openPage())).toEqual([...left, (3 * CHUNK_ROWS + 10) * EVERY_MS]);
});

test('targets of two organisations do not mix', async () => {
  const other: TargetKey = { ...TARGET, id: 'other organisation' };
  const page = openPage();
  await scrape(page, 1);
  await scrape(page, 2, other);
  const after = openPage();
  expect([await times(after), await times(after, other)]).toEqual([[1_000], [2_000]]);
});

test('what is forgotten is gone, what is only let go of is not', async () => {
  const page = openPage();
  await scrapes(page, 0, 3);
  await page.release({ target: TARGET });
  expect(await times(page)).toEqual([0, 1_000, 2_000]);
  expect((await page.usage({ target: TARGET }))?.bytes).toBeGreaterThan(1_000);
  await page.forget({ target: TARGET });
  expect([await times(page), await times(openPage())]).toEqual([[], []]);
  expect(await page.usage({ target: TARGET })).toEqual({ bytes: 0 });
});

describe('one file', () => {
  const other: TargetKey = { ...TARGET, id: 'another browser' };

  test('carries everything to another browser, once', async () => {
    const page = openPage();
    await scrapes(page, 0, CHUNK_ROWS + 40);
    await heap(page, 5);
    const { file } = await page.exportHistory({ target: TARGET });
    expect(file.length).toBeLessThan((await page.usage({ target: TARGET }))!.bytes / 2);
    await scrapes(page, CHUNK_ROWS + 40, CHUNK_ROWS + 50);
    expect(await times(openPage())).toEqual(all(0, CHUNK_ROWS + 50));

    const elsewhere = openPage();
    await scrape(elsewhere, 2_000, other);
    const copy = () => file.slice().buffer;
    expect(await elsewhere.importHistory({ target: other, file: copy() })).toEqual({
      from: TARGET.label,
      chunks: 2,
      leftOut: 0,
    });
    await scrape(elsewhere, 2_001, other);
    const expected = [...all(0, CHUNK_ROWS + 40), ...all(2_000, 2_002)];
    expect(await times(elsewhere, other)).toEqual(expected);
    expect(await times(openPage(), other)).toEqual(expected);
    expect(await elsewhere.importHistory({ target: other, file: copy() })).toMatchObject({ chunks: 0, leftOut: 2 });
    expect(await times(openPage(), other)).toEqual(expected);
  });

  test.each<[string, (file: Uint8Array) => Uint8Array, RegExp]>([
    ['another file', () => new TextEncoder().encode('{"a": 1}'), /no exported history, or was cut/],
    ['a cut one', (file) => file.slice(0, -100), /no exported history, or was cut/],
    ['a profile', () => new Uint8Array(bodyOf('captures/prom.heap.d0')), /does not begin as those of Tidemark/],
  ])('%s is refused, and what is kept stays', async (_, spoil, message) => {
    const page = openPage();
    await scrapes(page, 0, 3);
    const { file } = await page.exportHistory({ target: TARGET });
    const spoilt = Uint8Array.from(spoil(file)).buffer;
    await expect(page.importHistory({ target: TARGET, file: spoilt })).rejects.toThrow(message);
    expect(await times(page)).toEqual([0, 1_000, 2_000]);
  });

  test('a browser that keeps nothing says so', async () => {
    await expect(localEngine().exportHistory({ target: TARGET })).rejects.toThrow(/keeps nothing/);
  });
});

describe('where the browser does not keep', () => {
  afterEach(() => jest.restoreAllMocks());

  test('sampling goes on, and says so from the next scrape on', async () => {
    const page = openPage();
    await scrape(page, 0);
    jest.spyOn(Store.prototype, 'add').mockRejectedValue(new DOMException('The quota has been exceeded.'));
    const appended = await page.append({ target: TARGET, round: roundAt(5_000) });
    expect(appended.isKept).toBe(false);
    jest.restoreAllMocks();
    await scrape(page, 6);
    expect(await times(page)).toEqual([0, 5_000, 6_000]);
    const { failures } = await page.memory(asked({ columns: ['Sys'] }));
    expect(failures.map(({ message }) => message)).toEqual([
      'This browser did not keep the last scrape (The quota has been exceeded.). Sampling goes on; a reload loses it.',
    ]);
  });

  test('a store that never answers holds up nothing for long', async () => {
    jest.spyOn(Store.prototype, 'add').mockReturnValue(new Promise(() => undefined));
    const page = openPage();
    const startedMs = Date.now();
    expect(await page.append({ target: TARGET, round: roundAt(1) })).toMatchObject({ isKept: false });
    expect(Date.now() - startedMs).toBeLessThan(5_000);
  });
});
