import type { DataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { TargetError } from '../client/errors';
import { bodyOf, localEngine, TARGET } from '../engine/testing';
import { LeakReads } from '../sampler/leakReads';
import type { Sampler } from '../sampler/sampler';
import { Taker } from '../taken/taker';
import type { DumpQuery } from '../types';
import { dumpFrames } from './dump';

let fault: Error | undefined;
const asked: string[] = [];
jest.mock('../client/client', () => ({
  ...jest.requireActual('../client/client'),
  get: (_: unknown, endpoint: string) => {
    asked.push(endpoint);
    return fault
      ? Promise.reject(fault)
      : Promise.resolve({ asked: endpoint, body: bodyOf('captures/caddy.goroutine.d2') });
  },
}));

const FACTS = { intervalMs: 15_000, target: 'orders', lastScrape: undefined } as unknown as Parameters<
  typeof dumpFrames
>[3];

/** The panels of a page, of a program with so many goroutines: one engine, one taker. */
function page(goroutines: number) {
  const engine = localEngine();
  const taker = new Taker({} as never, engine, TARGET, new LeakReads(TARGET.id));
  const sampler = { engine, taker, latest: { goroutines: { total: goroutines } } } as unknown as Sampler;
  const ask = async (query: Partial<DumpQuery>): Promise<DataFrame> => {
    const all: DumpQuery = { refId: 'A', queryType: 'dump', ...query };
    return (await dumpFrames(all, sampler, { target: TARGET, fromMs: 0, toMs: Date.now() }, FACTS))[0]!;
  };
  return {
    row: (taken?: string) => ask({ retake: true, taken, takenVariable: 'dump' }),
    table: (taken?: string) => ask({ taken }),
  };
}

const said = ({ fields }: DataFrame) => [fields[0]!.config.displayName, fields[0]!.values[0]];
const click = ({ fields }: DataFrame) => {
  fields[0]!.config.links![0]!.onClick!({} as never);
  return locationService.getSearch().get('var-dump')!;
};

beforeEach(() => {
  asked.length = 0;
  fault = undefined;
});

test('a dump can be taken again, and each click takes one for the row and the table', async () => {
  const { row, table } = page(40);
  const before = await row();
  expect(said(before)).toEqual([
    'No dump was taken yet.',
    expect.stringMatching(/^Read 40 goroutines one by one now: the program stands still for about \d+ ms$/),
  ]);
  const empty = await table();
  expect([empty.length, said(empty)]).toEqual([0, ['No dump was taken yet.', undefined]]);

  const first = click(before);
  const [after, rows] = await Promise.all([row(first), table(first)]);
  expect(asked).toEqual(['goroutine dump']);
  expect(rows.length).toBeGreaterThan(3);
  expect(said(after)).toEqual([
    expect.stringMatching(/^Goroutines at \d\d:\d\d:\d\d\.$/),
    expect.stringMatching(/^Read 40 /),
  ]);

  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = click(after);
  await Promise.all([row(second), table(second)]);
  expect(asked).toHaveLength(2);
});

test('a dear one is taken when it is confirmed', async () => {
  const { row, table } = page(20_000);
  const refused = click(await row());
  const asks = await row(refused);
  expect(said(asks)).toEqual([
    expect.stringMatching(/^The program has 20,000 goroutines: a dump would stop it/),
    expect.stringMatching(/^Confirm: read 20,000 goroutines/),
  ]);
  expect((await table(refused)).length).toBe(0);
  expect(asked).toEqual([]);
  const confirmed = click(asks);
  expect(said(await row(confirmed))[0]).toMatch(/^Goroutines at/);
  expect(asked).toHaveLength(1);
});

test('what failed, or was taken in another page, is said above the button', async () => {
  const { row } = page(40);
  fault = new TargetError('goroutine?debug=2', 'Answer: 502 Bad Gateway.', 'Is it there?', 502);
  expect(said(await row(String(Date.now())))).toEqual([
    expect.stringContaining('502 Bad Gateway'),
    expect.stringMatching(/^Read 40 /),
  ]);
  expect(said(await row(String(Date.now() - 120_000)))[0]).toMatch(/was kept in the page that took it/);
});
