/** @jest-environment node */
import { setTimeout as sleep } from 'node:timers/promises';
import { Demo, type Truth } from '../../../e2e/support/demo';
import { buildDemoProgram } from '../../../scripts/demo/builds';
import { MemoryHistory } from '../history/memory';
import type { HistoryRange } from '../history/store';
import { parseExpvar } from '../memstats/expvar';
import { parseMetrics } from '../memstats/metrics';
import type { MemorySample, ProcessFacts, TimestampMs } from '../scrape';
import { diagnose } from './diagnose';
import type { Finding, FindingId } from './finding';
import { findingOf, idsOf } from './testing';

// Real programs, each in the situation that its rule is there for; all at once, watched for the same time.

const WATCH_MS = 50_000;
/** And on, up to this, until a program is told what it awaits: when a collection falls within a batch is chance. */
const MOST_WATCH_MS = 100_000;
const EVERY_MS = 400;

type Source = '/metrics' | '/debug/vars';

interface Watched {
  readonly store: MemoryHistory;
  /** What was said after each scrape, and what the program said of itself then. */
  readonly said: ReadonlyArray<{ ids: FindingId[]; findings: Finding[]; truth: Truth | undefined }>;
  readonly findings: readonly Finding[];
}

interface Program {
  readonly start: string;
  readonly godebug?: string;
  readonly source?: Source;
  /** Asked for the program's own books after each scrape. */
  readonly withTruth?: boolean;
  readonly awaits?: FindingId;
}

const PROGRAMS = {
  burstFree: { start: 'burst=6', godebug: 'madvdontneed=0', source: '/debug/vars', withTruth: true },
  burstFreeUntold: { start: 'burst=6', godebug: 'madvdontneed=0', withTruth: true },
  burstDontNeed: { start: 'burst=6', godebug: 'madvdontneed=1', source: '/debug/vars' },
  burstDontNeedUntold: { start: 'burst=6', godebug: 'madvdontneed=1' },
  // With requests that leave garbage, as a service has: where all stays, few collections are due.
  contextmap: { start: 'contextmap=1500,healthy', awaits: 'live-heap-rises' },
  deferloop: { start: 'deferloop=360,healthy', awaits: 'saw-tooth' },
  grpc: { start: 'grpc=400', awaits: 'stacks-with-goroutines' },
  consumer: { start: 'consumer=900', awaits: 'stacks-with-goroutines' },
  keepalive: { start: 'keepalive=900', awaits: 'stacks-with-goroutines' },
  healthy: { start: 'healthy' },
} satisfies Record<string, Program>;

const demos: Demo[] = [];
let watched: Record<keyof typeof PROGRAMS, Watched>;

beforeAll(async () => {
  await buildDemoProgram();
  const entries = Object.entries(PROGRAMS).map(async ([name, program]) => [name, await watch(program)] as const);
  watched = Object.fromEntries(await Promise.all(entries)) as typeof watched;
}, 300_000);

afterAll(() => Promise.all(demos.map((demo) => demo.stop())));

async function watch({ awaits, godebug, source = '/metrics', start, withTruth = false }: Program): Promise<Watched> {
  const demo = await Demo.start(['-start', start], godebug === undefined ? {} : { GODEBUG: godebug });
  demos.push(demo);
  const store = new MemoryHistory({ maxAgeMs: Infinity });
  const said: Array<Watched['said'][number]> = [];
  const startMs = Date.now();
  const isDue = () => awaits === undefined || said.some(({ ids }) => ids[0] === awaits);
  while (Date.now() - startMs < (isDue() ? WATCH_MS : MOST_WATCH_MS)) {
    const atMs = Date.now();
    store.append({
      ...(await scraped(demo, source, atMs)),
      cost: { requests: 1, bytes: 0, durationMs: 0 },
      failures: [],
    });
    const findings = diagnose(rangeOf(store));
    said.push({ ids: idsOf(findings), findings, truth: withTruth ? await demo.truth() : undefined });
    await sleep(Math.max(1, EVERY_MS - (Date.now() - atMs)));
  }
  return { store, said, findings: said.at(-1)?.findings ?? [] };
}

async function scraped(
  demo: Demo,
  source: Source,
  atMs: TimestampMs
): Promise<{ atMs: TimestampMs; memory: MemorySample; process: ProcessFacts }> {
  const text = await (await fetch(`${demo.url}${source}`)).text();
  return { atMs, ...(source === '/metrics' ? parseMetrics(text) : parseExpvar(text)) };
}

function rangeOf(store: MemoryHistory): HistoryRange {
  return store.range(-Infinity, Infinity);
}

const MIB = 1024 * 1024;

/** Scrapes between two looks at /proc that agree: much was freed with MADV_FREE, and no burst began meanwhile. */
function lazily({ said }: Watched) {
  const lazyFree = (i: number) => said[i]?.truth?.process.lazyFreeBytes ?? NaN;
  return said.filter((_, i) => lazyFree(i) > 100 * MIB && Math.abs(lazyFree(i) / lazyFree(i - 1) - 1) < 0.02);
}

describe.each(['burstFree', 'burstFreeUntold'] as const)('burst under GODEBUG=madvdontneed=0 (%s)', (name) => {
  it('is no leak, at every moment at which the kernel has not taken it back', () => {
    const moments = lazily(watched[name]);
    expect(moments.length).toBeGreaterThan(10);
    // Without GODEBUG it must be seen once: one scrape before and one after the release.
    const first = name === 'burstFree' ? 0 : 2;
    for (const { findings } of moments.slice(first)) {
      expect(findings[0]).toMatchObject({ id: 'madv-free', severity: 'ok', title: 'Not a leak' });
    }
  });

  it('has a residual within 10 % of what /proc calls LazyFree', () => {
    const moments = lazily(watched[name]).filter(({ ids }) => ids[0] === 'madv-free');
    expect(moments.length).toBeGreaterThan(10);
    for (const { findings, truth } of moments) {
      const residual = findings[0]?.evidence.find(({ metric }) => metric.startsWith('RSS −'))?.value ?? NaN;
      expect(residual / (truth?.process.lazyFreeBytes ?? NaN)).toBeGreaterThan(0.9);
      expect(residual / (truth?.process.lazyFreeBytes ?? NaN)).toBeLessThan(1.1);
    }
  });
});

it.each(['burstDontNeed', 'burstDontNeedUntold'] as const)('burst under =1 is never said to be one (%s)', (name) => {
  const all = new Set(watched[name].said.flatMap(({ ids }) => ids));
  expect([...all].filter((id) => id !== 'undecided' && id !== 'all-well')).toEqual([]);
  const rss = rangeOf(watched[name].store).memory('RSS');
  // It did burst.
  expect(Math.max(...rss)).toBeGreaterThan(200 * MIB);
});

/** Each says one thing first once it can tell, and nothing else before it that would lead astray. */
it.each<[keyof typeof PROGRAMS, FindingId, FindingId[]]>([
  ['contextmap', 'live-heap-rises', ['idle-retained']],
  // One climb alone is a leak to anybody who sees no more than that.
  ['deferloop', 'saw-tooth', ['idle-retained', 'live-heap-rises']],
  ['grpc', 'stacks-with-goroutines', ['live-heap-rises']],
  ['consumer', 'stacks-with-goroutines', ['live-heap-rises']],
  ['keepalive', 'stacks-with-goroutines', ['live-heap-rises']],
])('%s: %s', (name, first, others) => {
  const { said } = watched[name];
  // Within the second half: at one moment a batch may just have been let go, and a busy machine scrapes late.
  expect(said.slice(said.length / 2).map(({ ids }) => ids[0])).toContain(first);
  const known = new Set<FindingId>([first, ...others, 'undecided', 'all-well']);
  expect(said.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
});

it('healthy: nothing is found', () => {
  const ids = watched.healthy.said.flatMap((one) => one.ids);
  expect(ids.length).toBeGreaterThan(60);
  expect(ids.filter((id) => id !== 'undecided' && id !== 'all-well')).toEqual([]);
});

it.each([
  // 96 KiB of buffers in five goroutines, and what stands around them; a message of 16 KiB; a reader and a writer of 4 KiB.
  ['grpc', 96 / 5, 30],
  ['consumer', 16, 22],
  ['keepalive', 8, 22],
] as const)('%s: bytes per goroutine are what the case holds and a little more', (name, least, most) => {
  const { evidence } = findingOf(watched[name].findings, 'stacks-with-goroutines');
  const each = ['StackInuse', 'HeapAlloc'].map(
    (field) => evidence.find(({ metric }) => metric === `${field} per goroutine`)?.value ?? NaN
  );
  const kib = each.reduce((sum, bytes) => sum + bytes, 0) / 1024;
  expect(kib).toBeGreaterThan(least);
  expect(kib).toBeLessThan(most);
});

it('every program was scraped often enough', () => {
  for (const { said } of Object.values(watched)) {
    expect(said.length).toBeGreaterThan(60);
  }
});
