import type { DataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { bodyOf, localEngine, TARGET } from '../engine/testing';
import { LeakReads } from '../sampler/leakReads';
import type { Sampler } from '../sampler/sampler';
import { Taker } from '../taken/taker';
import { parseToken } from '../taken/token';
import type { ProfileQuery } from '../types';
import { profileFrames } from './profile';

const asked: string[] = [];
jest.mock('../client/client', () => ({
  ...jest.requireActual('../client/client'),
  get: (_: unknown, endpoint: string) => {
    asked.push(endpoint);
    return Promise.resolve({ asked: '/debug/pprof/heap', body: bodyOf('heap/demo.rate4096.heap.d0') });
  },
}));

const FACTS = { intervalMs: 15_000, target: 'orders', lastScrape: undefined } as unknown as Parameters<
  typeof profileFrames
>[3];

/** The panels of a page: one engine, one taker. */
function page(engine = localEngine()) {
  const taker = new Taker({} as never, engine, TARGET, new LeakReads(TARGET.id));
  const sampler = { engine, taker, posted: { read: () => Promise.resolve({ deploys: [] }) } } as unknown as Sampler;
  return async (query: Partial<ProfileQuery>): Promise<DataFrame> => {
    const all: ProfileQuery = { refId: 'A', queryType: 'profile', profile: 'heap', takenVariable: 'taken', ...query };
    const [frame] = await profileFrames(all, sampler, { target: TARGET, fromMs: 0, toMs: Date.now() }, FACTS);
    return frame!;
  };
}

const said = ({ fields }: DataFrame) => [fields[0]!.config.displayName, fields[0]!.values[0]];
const click = ({ fields }: DataFrame) => {
  fields[0]!.config.links![0]!.onClick!({} as never);
  return locationService.getSearch().get('var-taken')!;
};

beforeEach(() => void (asked.length = 0));

test('a profile can be taken again, and each click takes one', async () => {
  const ask = page();
  const before = await ask({ retake: true });
  expect(said(before)).toEqual([
    'No heap profile was taken in this time. Take one now: it costs the program one read of it.',
    'Take a heap profile now',
  ]);
  const first = click(before);
  expect(parseToken(first)).toBeDefined();
  // The table and the row above it name one click.
  const [row, table] = await Promise.all([ask({ retake: true, taken: first }), ask({ taken: first })]);
  expect(asked).toEqual(['heap']);
  expect(table.length).toBeGreaterThan(10);
  expect(said(row)).toEqual([expect.stringMatching(/^Heap profile at \d\d:\d\d:\d\d\.$/), 'Take a heap profile now']);

  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = click(row);
  expect(second).not.toBe(first);
  await Promise.all([ask({ retake: true, taken: second }), ask({ taken: second })]);
  expect(asked).toEqual(['heap', 'heap']);
});

test('from what was taken a click leads back to what is sampled, where the kind is', async () => {
  const ask = page();
  const taken = String(Date.now());
  const names = ({ fields }: DataFrame) => fields.map(({ name }) => name);
  expect(names(await ask({ retake: true }))).toEqual(['offer']);
  expect(names(await ask({ retake: true, taken, profile: 'mutex' }))).toEqual(['offer']);
  const { fields } = await ask({ retake: true, taken });
  expect(fields.map(({ name }) => name)).toEqual(['offer', 'back']);
  expect(fields[1]!.values).toEqual(['Back to what is sampled']);

  locationService.partial({ 'var-taken': taken });
  fields[1]!.config.links![0]!.onClick!({} as never);
  const left = locationService.getSearch().get('var-taken');
  expect(left).toBe('');
  expect(names(await ask({ retake: true, taken: left! }))).toEqual(['offer']);
});

test('what another page took is not here: where the kind is sampled, that is shown, and a warning says so', async () => {
  const engine = localEngine();
  const answer = { asked: 'heap', body: bodyOf('heap/demo.rate4096.heap.d0') };
  const { receipt } = await engine.readHeap({ answer, target: TARGET });
  const atMs = Date.now() - 5_000;
  await engine.appendHeap({ target: TARGET, moment: { atMs, receipt, process: {}, failures: [] } });
  const ask = page(engine);
  const [gone, newest] = await Promise.all([ask({ taken: String(Date.now() - 120_000) }), ask({})]);
  expect(gone.fields.map(({ values }) => values)).toEqual(newest.fields.map(({ values }) => values));
  expect(newest.meta!.notices!.map(({ severity }) => severity)).not.toContain('warning');
  expect(gone.meta!.notices![0]).toEqual({
    severity: 'warning',
    text: expect.stringMatching(/kept in the page that took it, and is not here. This is what was sampled.$/),
  });
  const row = await ask({ retake: true, taken: String(Date.now() - 120_000) });
  expect(said(row)[0]).toBe(gone.meta!.notices![0]!.text);
  expect(row.fields.map(({ name }) => name)).toEqual(['offer', 'back']);
  expect(asked).toEqual([]);
});

test('what another page took is not here: it says so, and offers to take another', async () => {
  const ask = page();
  const gone = String(Date.now() - 120_000);
  await expect(ask({ taken: gone })).rejects.toThrow('is not here');
  expect(said(await ask({ retake: true, taken: gone }))).toEqual([
    expect.stringMatching(/was kept in the page that took it, and is not here/),
    'Take a heap profile now',
  ]);
  expect(asked).toEqual([]);
});
