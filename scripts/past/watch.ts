import { Demo, type Truth } from '../../e2e/support/demo';
import { profileBytes } from '../cli/profilebytes';
import { decodeProfile } from '../../src/core/profile/decode';
import type { Profile } from '../../src/core/profile/profile';
import type { PyroscopeServer } from './server';

/** One profile that was sent to Pyroscope. */
export interface SentProfile {
  readonly atMs: number;
  /** As the program gave it: gzip. */
  readonly body: Buffer;
  readonly profile: Profile;
}

/** A goroutine profile that was sent, and what the program's books said before and after it; and a heap profile. */
export interface Sent extends SentProfile {
  readonly before: Truth;
  readonly after: Truth;
  readonly heap: SentProfile;
}

/** Takes the program's profiles every so often and sends them to Pyroscope, as Alloy would. */
export async function feed(
  demo: Demo,
  server: PyroscopeServer,
  labels: Readonly<Record<string, string>>,
  { everyMs, forMs }: { everyMs: number; forMs: number }
): Promise<Sent[]> {
  const sent: Sent[] = [];
  const startedMs = Date.now();
  for (let round = 0; Date.now() - startedMs < forMs; round++) {
    const before = await demo.truth();
    const goroutines = await take(demo, 'goroutine');
    const after = await demo.truth();
    const heap = await take(demo, 'heap');
    await server.push(goroutines.body, { __name__: 'goroutine', ...labels });
    await server.push(heap.body, { __name__: 'memory', ...labels });
    sent.push({ ...goroutines, before, after, heap });
    const restMs = startedMs + (round + 1) * everyMs - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
  }
  return sent;
}

async function take(demo: Demo, name: 'goroutine' | 'heap'): Promise<SentProfile> {
  const body = Buffer.from(await (await fetch(`${demo.url}/debug/pprof/${name}`)).arrayBuffer());
  const profile = decodeProfile(profileBytes(body));
  return { atMs: Number(profile.timeNanos / 1_000_000n), body, profile };
}

/** Goroutines that leaked, by the function that their stack alone has. */
export function leaksOf({ cases }: Truth): Map<string, number> {
  const all = Object.values(cases).flatMap(({ leaks }) => leaks);
  return new Map(all.map(({ count, function: name }) => [name, count]));
}
