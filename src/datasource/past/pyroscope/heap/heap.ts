import type { Labels } from '@grafana/data';
import type { CallTree } from '../../../../core/history/past/callTree';
import type { HeapSampleType } from '../../../../core/profile/heap';
import { askFlameGraph, type ProfileKind, type ProfilesQuestion } from '../ask';
import type { Moment, Recipe } from '../recipe';
import type { StoredProfiles } from '../stored';
import { OneProfile, type AskSpan } from './oneProfile';
import { Rhythm } from './rhythm';

/** What is a level. Of allocations a scraper stores those since the profile before. */
export type PastHeapType = Extract<HeapSampleType, 'inuse_space' | 'inuse_objects'>;

/** As scrapers store them (Alloy: `profile.memory`), and Pyroscope's own Go library. */
export const HEAPS: Readonly<Record<PastHeapType, ProfileKind>> = {
  inuse_space: { name: 'heap', types: ['memory:inuse_space:bytes:space:bytes'] },
  inuse_objects: { name: 'heap', types: ['memory:inuse_objects:count:space:bytes'] },
};

/**
 * A heap profile is a level, Pyroscope adds up what it is asked for, and nothing in a heap profile tells how many were
 * added up, as the goroutine that takes it does in a goroutine profile. So what stands for a bucket is one stored
 * profile near its middle, got by a question so narrow that no other can be in it.
 */
export function heap(sampleType: PastHeapType): Recipe {
  const moments = new HeapMoments(HEAPS[sampleType]);
  return {
    kind: HEAPS[sampleType],
    isExpected: false,
    read: (bucket, stored, calls) => moments.read(bucket, stored, calls),
    columns: (read, calls, stepMs) => ({
      origin: 'Pyroscope',
      stepMs,
      sampleType,
      times: Float64Array.from(read, ({ atMs }) => atMs),
      profiles: { calls, rows: read.map(({ profile }) => profile) },
    }),
  };
}

class HeapMoments {
  /** By instance: another one is another target of its recorder. */
  private readonly rhythms = new Map<string, Rhythm>();
  /** Searches come one after another: what the first finds out saves the next ones theirs. */
  private searching: Promise<unknown> = Promise.resolve();

  constructor(private readonly kind: ProfileKind) {}

  async read(
    bucket: ProfilesQuestion,
    { instances, profileTypeId }: StoredProfiles,
    calls: CallTree
  ): Promise<Moment | undefined> {
    const labels = instances.at(-1) ?? {};
    // Of instances that follow one another a bucket may have both.
    const matchers = instances.length > 1 ? narrowed(bucket.matchers, labels) : bucket.matchers;
    const ask: AskSpan = (fromMs, toMs, maxNodes) =>
      askFlameGraph({ ...bucket, matchers, fromMs, toMs }, this.kind, profileTypeId, maxNodes);
    const one = new OneProfile(bucket, ask, calls);
    const rhythm = this.rhythmOf(JSON.stringify(labels));
    const guessed = await one.guessed(rhythm);
    if (guessed) {
      return guessed;
    }
    const search = this.searching.then(async () => (await one.guessed(rhythm)) ?? one.searched(rhythm));
    this.searching = search.catch(() => undefined);
    return search;
  }

  private rhythmOf(instance: string): Rhythm {
    const rhythm = this.rhythms.get(instance) ?? new Rhythm();
    this.rhythms.set(instance, rhythm);
    return rhythm;
  }
}

/** The matchers, and those of one instance. */
function narrowed(matchers: string, labels: Labels): string {
  const told = Object.entries(labels).filter(([, value]) => value !== '');
  return [matchers, ...told.map(([name, value]) => `${name}=${JSON.stringify(value)}`)].join(',');
}
