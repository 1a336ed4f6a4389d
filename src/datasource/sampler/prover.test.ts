import type { Engine, Input } from '../engine/engine';
import type { Target } from '../settings';
import { LeakReads } from './leakReads';
import { Prover } from './prover';
import { FakeBrowser } from './tabs/testing';

// What a program proves is in prover.live.test.ts; here is who asks.

const asked: string[] = [];
jest.mock('../client/client', () => ({
  ...jest.requireActual('../client/client'),
  get: (_: unknown, endpoint: string) => {
    asked.push(endpoint);
    return Promise.resolve({ asked: endpoint, body: Uint8Array.of(1, 2, 3).buffer });
  },
}));

const NOW = 1_800_000_000_000;
const GO = 'go1.27.1';
let browser: FakeBrowser;
beforeEach(() => {
  asked.length = 0;
  localStorage.clear();
  browser = new FakeBrowser();
});

/** A tab in which something is suspected, and the proofs that its engine got. */
function open(options: Partial<Target> = {}) {
  const proofs: number[][] = [];
  const engine = {
    readProof: async ({ answer }: Input<'readProof'>) => void proofs.push([...new Uint8Array(answer.body)]),
  } as unknown as Engine;
  const key = { id: 'orders', label: 'orders', maxAgeMs: 1 };
  const { openChannel } = browser.openTab().means;
  return { proofs, prover: new Prover(options as Target, engine, key, new LeakReads(key.id), openChannel) };
}

test('one read a minute serves all tabs in which something is suspected', async () => {
  const tabs = [open(), open(), open()];
  for (const ms of [0, 10_000, 59_999]) {
    await Promise.all(tabs.map(({ prover }) => prover.prove(GO, NOW + ms)));
  }
  expect(asked).toEqual(['goroutineleak']);
  expect(tabs.map(({ proofs }) => proofs)).toEqual(tabs.map(() => [[1, 2, 3]]));
  await tabs[2]!.prover.prove(GO, NOW + 60_000);
  await Promise.resolve();
  expect(asked).toHaveLength(2);
  expect(tabs.map(({ proofs }) => proofs.length)).toEqual([2, 2, 2]);
});

test('a tab that is closed, or in which nothing was suspected, hears nothing', async () => {
  const [reader, closed, calm] = [open(), open(), open()];
  await closed.prover.prove(GO, NOW);
  closed.prover.close();
  await reader.prover.prove(GO, NOW + 60_000);
  expect([closed.proofs.length, calm.proofs.length]).toEqual([1, 0]);
});

test.each([
  ['it is forbidden', { proveLeaks: false as const }, GO],
  ['the version has no such profile', {}, 'go1.26.8'],
  ['the version is not known', {}, undefined],
])('nothing is asked where %s', async (_, options, version) => {
  await open(options).prover.prove(version, NOW);
  expect(asked).toEqual([]);
});
