import { dateTime, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import type { Subscription } from 'rxjs';
import { Demo } from '../../../e2e/support/demo';
import { buildDemoProgram, buildLeakProfileDemo, DEMO_PROGRAM, LEAK_PROFILE_DEMO } from '../../../scripts/demo/builds';
import type { SuspectRow, SuspectsMeta } from '../../frames';
import { answer } from '../query/stream';
import { targetOf } from '../settings';
import { LiveBackend } from '../testing/liveBackend';
import { installFetch } from '../testing/nodeFetch';
import { advance, realEngine, until, useFakeClock } from '../testing/running';
import type { TidemarkOptions, TidemarkQuery } from '../types';
import { Sampler } from './sampler';

// Go programs that leak, watched as a panel watches them. Programs, requests and profiles are real; the clock is not, so
// that the minutes between two reads pass in seconds.

const INTERVAL_SECONDS = 10;
const SUSPECTS: TidemarkQuery = { refId: 'A', queryType: 'suspects', series: false };
/** Several minutes of the clock; a step of each leak in each round. */
const ROUNDS = 45;

const PROGRAMS = {
  proving: { program: LEAK_PROFILE_DEMO, options: {} },
  /** Go 1.26 as it comes. */
  usual: { program: DEMO_PROGRAM, options: {} },
  forbidden: { program: LEAK_PROFILE_DEMO, options: { proveLeaks: false } },
} satisfies Record<string, { program: string; options: TidemarkOptions }>;
type Name = keyof typeof PROGRAMS;
const NAMES = Object.keys(PROGRAMS) as Name[];

/** What was seen of one program. */
interface Watched {
  readonly demo: Demo;
  readonly forcedCollectionsBefore: number;
  /** Its suspects after each round. */
  readonly said: SuspectRow[][];
  /** When its goroutineleak profile was read, by the clock, and how many goroutines had leaked then by its own books. */
  readonly reads: Array<{ atMs: number; consumer: number }>;
  readonly subscription: Subscription;
}

let backend: LiveBackend;
let watched: Record<Name, Watched>;

beforeAll(async () => {
  await buildDemoProgram();
  await buildLeakProfileDemo();
  installFetch();
  const demos = await Promise.all(NAMES.map((name) => Demo.start([], {}, PROGRAMS[name].program)));
  backend = new LiveBackend(Object.fromEntries(NAMES.map((name, i) => [name, demos[i]!.url])));
  setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv);
  useFakeClock();
  const entries = NAMES.map(async (name, i) => [name, await watch(name, demos[i]!)] as const);
  watched = Object.fromEntries(await Promise.all(entries)) as typeof watched;
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(NAMES.map((name) => step(watched[name].demo)));
    await advance(round === 0 ? 0 : INTERVAL_SECONDS * 1000);
    await until(() => NAMES.every((name) => watched[name].said.length > round) && backend.inFlight === 0);
    await Promise.all(NAMES.map(note));
  }
}, 240_000);

afterAll(async () => {
  Object.values(watched ?? {}).forEach(({ subscription }) => subscription.unsubscribe());
  jest.useRealTimers();
  await Promise.all(Object.values(watched ?? {}).map(({ demo }) => demo.stop()));
});

async function watch(name: Name, demo: Demo): Promise<Watched> {
  const url = `/api/datasources/proxy/uid/${name}`;
  const jsonData = { scrapeIntervalSeconds: INTERVAL_SECONDS, ...PROGRAMS[name].options };
  const target = targetOf({ uid: name, name, url, jsonData } as DataSourceInstanceSettings<TidemarkOptions>);
  const said: SuspectRow[][] = [];
  const range = { from: dateTime(0), to: dateTime(0), raw: { from: 'now-1h', to: 'now' } };
  const request = { targets: [SUSPECTS], range, scopedVars: {} } as unknown as DataQueryRequest<TidemarkQuery>;
  const forcedCollectionsBefore = await forcedCollections(demo);
  const subscription = answer(request, new Sampler(target, realEngine())).subscribe(({ data }) =>
    said.push([...((data[0]?.meta?.custom as SuspectsMeta | undefined)?.suspects ?? [])])
  );
  return { demo, forcedCollectionsBefore, said, reads: [], subscription };
}

async function step(demo: Demo): Promise<void> {
  await demo.step('consumer', 1);
  await demo.step('grpc', 1);
}

/** After a round: was the profile read in it, and how much had leaked? */
async function note(name: Name): Promise<void> {
  const { demo, reads } = watched[name];
  if (backend.count(name, '/debug/pprof/goroutineleak') > reads.length) {
    reads.push({ atMs: Date.now(), consumer: (await demo.truth()).cases.consumer!.goroutinesLeaked });
  }
}

/** Collections that somebody asked for, as each read of the profile does: the program's own count of the reads. */
async function forcedCollections(demo: Demo): Promise<number> {
  return (await demo.truth()).memStats.NumForcedGC!;
}

/** The suspects that have a function in one of their stacks. */
const suspectsWith = (rows: readonly SuspectRow[] | undefined, name: string) =>
  (rows ?? []).filter(({ members }) => members.some(({ frames }) => frames.some((one) => one.function.includes(name))));
const proofOf = ({ evidence }: SuspectRow) => evidence.find(({ kind }) => kind === 'proved');

test('the programs say whether they have the profile', async () => {
  const versions = await Promise.all(NAMES.map(async (name) => (await watched[name].demo.truth()).goVersion));
  expect(versions).toEqual([
    expect.stringMatching(/X:goroutineleakprofile|^go1\.(2[7-9]|[3-9]\d)/),
    expect.not.stringContaining('X:'),
    versions[0],
  ]);
});

test('what nothing can reach is proved: as many goroutines as had leaked when the profile was read last', () => {
  const { reads, said } = watched.proving;
  const rows = suspectsWith(said.at(-1), 'main.(*session)');
  expect(rows.length).toBeGreaterThan(0);
  // A proof is in the answers that come after its read.
  const before = reads.filter(({ atMs }) => atMs < Date.now()).at(-1);
  const proofs = rows.map(proofOf);
  const proved = proofs.map((proof) => Number(/^(\d+) proved to leak$/.exec(proof?.label ?? '')?.[1]));
  expect(proved.reduce((sum, count) => sum + count, 0)).toBe(before?.consumer);
});

test('what waits for a connection is suspected all the same, and not proved', () => {
  const rows = suspectsWith(watched.proving.said.at(-1), 'grpc');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(proofOf).filter(Boolean)).toEqual([]);
});

test('the profile is read when something is suspected, and then once a minute, by the program’s count too', async () => {
  const { demo, forcedCollectionsBefore, reads, said } = watched.proving;
  const suspectedFrom = said.findIndex((rows) => rows.length > 0);
  const minutes = ((said.length - 1 - suspectedFrom) * INTERVAL_SECONDS) / 60;
  expect(minutes).toBeGreaterThan(2);
  expect(reads).toHaveLength(1 + Math.floor(minutes));
  const apart = reads.slice(1).map(({ atMs }, i) => atMs - reads[i]!.atMs);
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(60_000);
  expect((await forcedCollections(demo)) - forcedCollectionsBefore).toBe(reads.length);
});

test.each(['usual', 'forbidden'] as const)('%s: suspected as well, and never asked', async (name) => {
  const { demo, forcedCollectionsBefore, said } = watched[name];
  expect(suspectsWith(said.at(-1), 'main.(*session)').length).toBeGreaterThan(0);
  expect(said.flat().filter(proofOf)).toEqual([]);
  expect(backend.count(name, '/debug/pprof/goroutineleak')).toBe(0);
  expect(await forcedCollections(demo)).toBe(forcedCollectionsBefore);
});
