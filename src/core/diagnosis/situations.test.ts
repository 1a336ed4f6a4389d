/** @jest-environment node */
import { readSituation, type SituationScrape, type SituationTruth } from '../../../testdata/situations/recording';
import { median } from '../growth/median';
import { MemoryHistory } from '../history/memory';
import { parseMetrics } from '../memstats/metrics';
import { diagnose } from './diagnose';
import type { DiagnosisOptions, Finding, FindingId } from './finding';
import { findingOf, idsOf } from './testing';
import { MIB } from './words';

// A real program in each situation, as it was recorded (testdata/situations): what is said after each scrape, beside what
// the program itself counted at that moment.

interface Moment {
  readonly second: number;
  readonly truth: SituationTruth;
  /** RSS as the kernel told it, bytes. */
  readonly rss: number;
  readonly ids: FindingId[];
  readonly findings: Finding[];
}

const kept = new Map<string, Moment[]>();

function replayed(name: string, options?: DiagnosisOptions): Moment[] {
  const key = JSON.stringify([name, options]);
  const moments = kept.get(key) ?? replay(name, options);
  kept.set(key, moments);
  return moments;
}

function replay(name: string, options?: DiagnosisOptions): Moment[] {
  const store = new MemoryHistory({ maxAgeMs: Infinity });
  const scrapes = readSituation(name);
  return scrapes.map(({ atMs, metrics, truth }) => {
    const reading = parseMetrics(metrics);
    store.append({ atMs, ...reading, cost: { requests: 1, bytes: metrics.length, durationMs: 0 }, failures: [] });
    const findings = diagnose(store.range(-Infinity, Infinity), options);
    const second = (atMs - (scrapes[0] as SituationScrape).atMs) / 1000;
    return { second, truth, rss: reading.memory.values.RSS ?? NaN, ids: idsOf(findings), findings };
  });
}

/** Moments at which a finding was the verdict. */
function headed(moments: readonly Moment[], id: FindingId): Moment[] {
  return moments.filter(({ ids }) => ids[0] === id);
}

function evidenceIn(finding: Finding, metric: string | RegExp): number {
  const found = finding.evidence.find((one) => one.metric.match(metric));
  return found?.value ?? NaN;
}

/** Each is the verdict from some moment on until the recording ends, and nothing leads astray before it or beside it. */
it.each<[string, FindingId, { from: number; beside?: FindingId[]; options?: DiagnosisOptions }]>([
  // 2 MiB a second; a rise is told from half a minute on.
  ['offheap', 'off-heap', { from: 45 }],
  // The records are dropped after 27 s, and ten scrapes make a judgement.
  ['fragmentation', 'fragmentation', { from: 40 }],
  ['gcnearlimit', 'gc-near-limit', { from: 10, beside: ['high-but-flat'] }],
  // Flat since 8 s, which is told from a minute on.
  ['highflat', 'high-but-flat', { from: 70 }],
  // Killed at 34 s and at 69 s: the second proves the first, and a limit that is known does so at once.
  ['oomkill', 'saw-tooth', { from: 71 }],
  ['oomkill', 'saw-tooth', { from: 37, options: { limitBytes: 192 * MIB } }],
])('%s: %s is the verdict, and stays', (name, first, { beside = [], from, options }) => {
  const moments = replayed(name, options);
  expect(moments.length).toBeGreaterThan(80);
  const late = moments.filter(({ second }) => second >= from);
  expect(late.length).toBeGreaterThan(40);
  expect([...new Set(late.map(({ ids }) => ids[0]))]).toEqual([first]);
  const known = new Set<FindingId>([first, ...beside, 'undecided', 'all-well']);
  expect(moments.flatMap(({ ids }) => ids).filter((id) => !known.has(id))).toEqual([]);
});

it('idle: what the collection of the rush left is told while the scavenger keeps it', () => {
  const moments = replayed('idle');
  const said = headed(moments, 'idle-retained');
  expect([...new Set(moments.flatMap(({ ids }) => ids))].sort()).toEqual(['idle-retained', 'undecided']);

  // Said from the fifth scrape after the collection on, as long as it is more than a fifth.
  const collections = (moments[0] as Moment).truth.collections;
  const collected = moments.findIndex(({ truth }) => truth.collections > collections);
  expect(moments.indexOf(said[0] as Moment) - collected).toBeLessThanOrEqual(21);
  expect(moments.indexOf(said.at(-1) as Moment) - moments.indexOf(said[0] as Moment)).toBe(said.length - 1);

  for (const { findings, rss, truth } of said) {
    // The kernel did not get it back: what is resident beyond what is held is this, what requests left since then, and
    // no more than 20 MiB of the program itself.
    const idle = evidenceIn(findingOf(findings, 'idle-retained'), 'HeapIdle − HeapReleased');
    const garbage = (moments.indexOf(said[0] as Moment) - collected + said.length) * 1.5 * MIB;
    expect(idle).toBeLessThan(rss - truth.heldBytes);
    expect(idle).toBeGreaterThan(rss - truth.heldBytes - garbage - 20 * MIB);
  }
});

it('offheap: residual and pace are those of what the program mapped', () => {
  const said = headed(replayed('offheap'), 'off-heap');
  const [first, last] = [said[0], said.at(-1)] as [Moment, Moment];
  const residual = ({ findings }: Moment) => evidenceIn(findingOf(findings, 'off-heap'), /^RSS −/);
  const mapped = last.truth.mappedBytes - first.truth.mappedBytes;
  expect(mapped).toBeGreaterThan(100 * MIB);
  expect((residual(last) - residual(first)) / mapped).toBeCloseTo(1, 1);

  const perMinute = mapped / ((last.second - first.second) / 60);
  for (const { findings } of said) {
    expect(evidenceIn(findingOf(findings, 'off-heap'), 'its slope') / perMinute).toBeCloseTo(1, 1);
  }
});

it('fragmentation: the free slots are the fifteen of sixteen beside each record that was kept', () => {
  for (const { findings, truth } of headed(replayed('fragmentation'), 'fragmentation').slice(5)) {
    const least = evidenceIn(findingOf(findings, 'fragmentation'), 'least HeapInuse − HeapAlloc');
    expect(least / (15 * truth.heldBytes)).toBeGreaterThan(0.97);
    expect(least / (15 * truth.heldBytes)).toBeLessThan(1.05);
  }
});

it('gcnearlimit: collections are as many as the program counted, and what they leave is what it holds', () => {
  const moments = replayed('gcnearlimit');
  const said = headed(moments, 'gc-near-limit');
  const [start, end] = [moments[0], moments.at(-1)] as [Moment, Moment];
  const finding = findingOf((said.at(-1) as Moment).findings, 'gc-near-limit');
  const counted = (end.truth.collections - start.truth.collections) / ((end.second - start.second) / 60);
  expect(counted).toBeGreaterThan(60);
  expect(evidenceIn(finding, 'NumGC per minute') / counted).toBeCloseTo(1, 1);
  // Within the few MiB that requests in flight and the sampler's own answers take.
  expect(evidenceIn(finding, 'HeapAlloc after collections') / end.truth.heldBytes).toBeCloseTo(1, 1);
  expect(evidenceIn(finding, 'MemLimit')).toBe(end.truth.limitBytes);
});

it('highflat: what is held does not change, and RSS goes by less than 1 % a minute', () => {
  const moments = replayed('highflat');
  for (const { findings, rss, truth } of headed(moments, 'high-but-flat')) {
    expect(truth.heldBytes).toBe((moments[5] as Moment).truth.heldBytes);
    const finding = findingOf(findings, 'high-but-flat');
    expect(Math.abs(evidenceIn(finding, 'slope of RSS'))).toBeLessThan(0.01 * rss);
    expect(evidenceIn(finding, 'HeapAlloc')).toBeGreaterThanOrEqual(truth.heldBytes);
    // Twice that is where Go collects (GOGC is 100).
    expect(evidenceIn(finding, 'HeapAlloc')).toBeLessThan(2.1 * truth.heldBytes);
  }
});

describe('oomkill', () => {
  const moments = replayed('oomkill');
  const said = headed(moments, 'saw-tooth');

  it('tells how often it was killed, and how high it was', () => {
    for (const { findings, truth } of said) {
      const finding = findingOf(findings, 'saw-tooth');
      expect(evidenceIn(finding, 'such restarts')).toBe(truth.killedAt.length);
      // The last scrape was up to a second before the kill, and so 6 MiB below.
      const height = evidenceIn(finding, 'RSS before restarts') / median(Float64Array.from(truth.killedAt));
      expect(height).toBeGreaterThan(0.95);
      expect(height).toBeLessThan(1);
    }
    expect((said.at(-1) as Moment).truth.killedAt.length).toBe(4);
  });

  it('tells when it will be again', () => {
    const foretold = said.flatMap(({ findings, second, truth }) => {
      const minutes = evidenceIn(findingOf(findings, 'saw-tooth'), /^time until/);
      const killed = moments.find((later) => later.truth.killedAt.length > truth.killedAt.length)?.second;
      return killed === undefined || Number.isNaN(minutes) ? [] : [{ told: 60 * minutes, after: killed - second }];
    });
    expect(foretold.length).toBeGreaterThan(30);
    // In seconds: after a collection RSS stands still for about five, while garbage takes the place of garbage.
    expect(foretold.filter(({ after, told }) => Math.abs(told - after) > 5 + 0.1 * after)).toEqual([]);
  });
});
