import { checkValid } from '../../core/profile/validate';
import { decodeProfile } from '../../core/profile/decode';
import { ProfileError } from '../../core/profile/error';
import { goroutineCounts, type StackInterner } from '../../core/profile/goroutines';
import type { GoroutineCounts, ProcessFacts, Scrape, ScrapeFailure } from '../../core/scrape';
import { get, inflateProfile, type Round } from '../client/client';
import { TargetError } from '../client/errors';
import type { MemoryLadder, MemoryReading } from './memoryLadder';

/**
 * One round: goroutines and memory side by side, two requests in flight at most. It does not throw for a target that
 * fails: a part that did not come is absent from the scrape and named in its failures.
 */
export async function scrape(round: Round, stacks: StackInterner, ladder: MemoryLadder, atMs: number): Promise<Scrape> {
  const failures: ScrapeFailure[] = [];
  const [goroutines, memory] = await Promise.all([
    readGoroutines(round, stacks).catch(note('goroutines', failures)),
    ladder.read(round).catch(note('memory', failures)),
  ]);
  return {
    atMs,
    goroutines: goroutines?.counts,
    memory: (memory as MemoryReading | undefined)?.memory,
    process: { ...memory?.process, ...goroutines?.process },
    cost: round.cost,
    failures,
  };
}

/** @throws TargetError */
export async function readGoroutines(
  round: Round,
  stacks: StackInterner
): Promise<{ counts: GoroutineCounts; process: ProcessFacts }> {
  const answer = await get(round, 'goroutine');
  const bytes = await inflateProfile(answer);
  try {
    const profile = decodeProfile(bytes);
    checkValid(profile);
    const counts = goroutineCounts(profile, stacks);
    if (counts.total === 0) {
      // The goroutine that writes the profile is in it, so a live program has at least one.
      throw new ProfileError('the profile is empty: it holds no goroutine, not even the one that wrote it', 0);
    }
    return { counts, process: { buildId: profile.mappings[0]?.buildId || undefined } };
  } catch (error) {
    if (error instanceof ProfileError) {
      throw new TargetError(
        answer.asked,
        `The profile that came cannot be read: ${error.message}.`,
        'Is the URL that of a Go program’s pprof endpoints? If so, please report this with the profile.',
        200
      );
    }
    throw error;
  }
}

function note(part: ScrapeFailure['part'], failures: ScrapeFailure[]): (error: unknown) => undefined {
  return (error) => {
    // Anything but a TargetError is a mistake of ours: it is shown as one, and sampling goes on.
    const message =
      error instanceof TargetError ? error.message : `Tidemark itself failed on the ${part}: ${String(error)}.`;
    failures.push({ part, message });
    return undefined;
  };
}
