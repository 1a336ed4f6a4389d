import type { Engine } from '../engine/engine';
import { LeakReads } from '../sampler/leakReads';
import type { Target } from '../settings';
import { Taker } from './taker';

const asked: string[] = [];
jest.mock('../client/client', () => ({
  ...jest.requireActual('../client/client'),
  get: (_: unknown, endpoint: string) => {
    asked.push(endpoint);
    return endpoint === 'block'
      ? Promise.reject(new Error('down'))
      : Promise.resolve({ asked: endpoint, body: new ArrayBuffer(0) });
  },
}));

const shelved: string[] = [];
const engine = {
  shelveProfile: ({ id }: { id: string }) => Promise.resolve(void shelved.push(id)),
  shelveDump: ({ id }: { id: string }) => Promise.resolve(void shelved.push(id)),
} as unknown as Engine;
const taker = () => new Taker({} as Target, engine, { id: 't', label: 't', maxAgeMs: 1 }, new LeakReads('t'));
const token = (agoMs = 0) => ({ askedMs: Date.now() - agoMs, isConfirmed: false });

beforeEach(() => {
  localStorage.clear();
  asked.length = shelved.length = 0;
});

test('what a click asks for is taken once, for however many ask', async () => {
  const [one, click] = [taker(), token()];
  const [first, second] = await Promise.all([one.profile('heap', click), one.profile('heap', click)]);
  expect(first).toBe(second);
  expect([asked, shelved]).toEqual([['heap'], [first.id]]);
  await one.dump(click);
  expect(asked).toEqual(['heap', 'goroutine dump']);
  expect([one.hasDump(click), one.hasDump(token(10))]).toEqual([true, false]);
});

test('a click of another page takes nothing', async () => {
  await expect(taker().dump(token(120_000))).rejects.toThrow(/was kept in the page that took it, and is not here/);
  expect(asked).toEqual([]);
});

test('what failed is not asked again by a refresh, but by another click', async () => {
  const [one, click] = [taker(), token()];
  await expect(one.profile('block', click)).rejects.toThrow('down');
  await expect(one.profile('block', click)).rejects.toThrow('down');
  expect(asked).toEqual(['block']);
  await expect(one.profile('block', token(5))).rejects.toThrow('down');
  expect(asked).toHaveLength(2);
});

test('goroutineleak forces a collection: once a minute at most', async () => {
  const one = taker();
  await one.profile('goroutineleak', token());
  await expect(one.profile('goroutineleak', token(7))).rejects.toThrow(/once a minute at most. Try again in \d+ s/);
  expect(asked).toEqual(['goroutineleak']);
});
