/** @jest-environment node */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Demo, type Truth } from '../../e2e/support/demo';
import { buildDemoProgram } from '../demo/builds';
import type { HuntJson, SuspectJson } from './json';

// The tool, as a process, on real Go programs: one leaks, both serve requests at an even pace, as a test stage has it.

const TIMES = ['--for', '40s', '--every', '500ms'];
const REQUESTS = 8;

interface Hunted {
  code: number | null;
  found: HuntJson;
  /** Requests meanwhile. */
  served: number;
  /** By function: what leaked per minute meanwhile, by the program's own books. */
  truth: Map<string, { perMinute: number; blockedOn: string }>;
}

const demos: Demo[] = [];
let leaky: Hunted;
let healthy: Hunted;

beforeAll(async () => {
  await buildDemoProgram();
  [leaky, healthy] = (await Promise.all([hunted('grpc=60,consumer=60'), hunted('')])) as [Hunted, Hunted];
}, 300_000);

afterAll(() => Promise.all(demos.map((demo) => demo.stop())));

async function hunted(cases: string): Promise<Hunted> {
  const demo = await Demo.start(cases === '' ? [] : ['-start', cases]);
  demos.push(demo);
  let isOver = false;
  const load = serve(demo, () => isOver);
  const from = { ms: Date.now(), truth: await demo.truth() };
  const child = spawn('node', ['--import', 'tsx', path.join(__dirname, 'main.ts'), demo.url, '--json', ...TIMES]);
  let stdout = '';
  child.stdout.on('data', (data) => (stdout += data));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const truth = leaksOf(from.truth, await demo.truth(), (Date.now() - from.ms) / 60_000);
  isOver = true;
  return { code, found: JSON.parse(stdout) as HuntJson, served: await load, truth };
}

/** Some requests at a time, each round begun when the last one is served. */
async function serve(demo: Demo, isOver: () => boolean): Promise<number> {
  let served = 0;
  while (!isOver()) {
    await demo.step('healthy', REQUESTS);
    served += REQUESTS;
  }
  return served;
}

function leaksOf(before: Truth, after: Truth, minutes: number): Hunted['truth'] {
  const countIn = (truth: Truth, name: string, wanted: string) =>
    truth.cases[name]?.leaks.find((leak) => leak.function === wanted)?.count ?? 0;
  return new Map(
    Object.entries(after.cases).flatMap(([name, { leaks }]) =>
      leaks.map((leak) => {
        const perMinute = (leak.count - countIn(before, name, leak.function)) / minutes;
        return [leak.function, { perMinute, blockedOn: leak.blockedOn }] as const;
      })
    )
  );
}

/** Which of the truth's functions a suspect's stacks have, one a member. */
function known({ members }: SuspectJson): string[] {
  return members.flatMap(({ functions }) => functions.filter((name) => leaky.truth.has(name)));
}

it('names the leaks, one a row, and exits with 1', () => {
  expect(leaky.code).toBe(1);
  const [grpc, consumer, ...others] = leaky.found.suspects;
  expect(others).toEqual([]);
  expect(known(grpc as SuspectJson).sort()).toEqual([
    'google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run',
    'google.golang.org/grpc/internal/transport.(*http2Client).reader',
    'google.golang.org/grpc/internal/transport.(*loopyWriter).run',
  ]);
  expect(known(consumer as SuspectJson).sort()).toEqual(['main.(*session).ack', 'main.(*session).send']);
});

it('shows of each a function of the program’s own, and what it is blocked on', () => {
  for (const { blockedOn, functions } of leaky.found.suspects) {
    expect(leaky.truth.get(functions[0] as string)?.blockedOn).toBe(blockedOn);
  }
});

it('measures their pace within 20 % of what the program says', () => {
  for (const suspect of leaky.found.suspects) {
    const truth = known(suspect).reduce((sum, name) => sum + (leaky.truth.get(name)?.perMinute ?? NaN), 0);
    expect(suspect.perMinute / truth).toBeGreaterThan(0.8);
    expect(suspect.perMinute / truth).toBeLessThan(1.2);
  }
});

it('finds nothing in the healthy one, and exits with 0', () => {
  expect(healthy.found).toMatchObject({ suspects: [], failed: 0 });
  expect(healthy.code).toBe(0);
});

it('saw enough of both, while they were at work', () => {
  for (const { found, served } of [leaky, healthy]) {
    expect(found.scrapes).toBeGreaterThanOrEqual(50);
    // A request takes three seconds at most.
    expect(served).toBeGreaterThanOrEqual((REQUESTS * 40) / 3 / 2);
  }
});
