import { Demo, type Truth } from '../../e2e/support/demo';
import { profileBytes } from '../cli/profilebytes';
import { decodeProfile } from '../../src/core/profile/decode';
import type { Profile } from '../../src/core/profile/profile';
import type { PyroscopeServer } from './server';

/** One goroutine profile that was sent to Pyroscope, and what the program's books said before and after it. */
export interface Sent {
  readonly atMs: number;
  /** As the program gave it: gzip. */
  readonly body: Buffer;
  readonly profile: Profile;
  readonly before: Truth;
  readonly after: Truth;
}

/** Scrapes the program every so often and sends what came to Pyroscope, as Alloy would. */
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
    const body = Buffer.from(await (await fetch(`${demo.url}/debug/pprof/goroutine`)).arrayBuffer());
    const after = await demo.truth();
    const profile = decodeProfile(profileBytes(body));
    await server.push(body, { __name__: 'goroutine', ...labels });
    sent.push({ atMs: Number(profile.timeNanos / 1_000_000n), body, profile, before, after });
    const restMs = startedMs + (round + 1) * everyMs - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, restMs)));
  }
  return sent;
}

/** Goroutines that leaked, by the function that their stack alone has. */
export function leaksOf({ cases }: Truth): Map<string, number> {
  const all = Object.values(cases).flatMap(({ leaks }) => leaks);
  return new Map(all.map(({ count, function: name }) => [name, count]));
}
