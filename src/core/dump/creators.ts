import { userFrameIndex } from '../profile/userframe';
import { namedBy } from '../history/answers';
import type { Frame } from '../profile/stack';
import type { CreatedBy, DumpedGoroutine } from './dump';
import type { Creator, DumpStackRow } from './dumpAnswer';

/** Places with a go statement that stand in a row at most. */
const MOST_CREATORS = 10;

/** Goroutines of a dump by their number: who created whom, and what those do now. */
export class Creators {
  private readonly byId = new Map<number, DumpedGoroutine>();
  private readonly nows = new Map<readonly Frame[], Frame | undefined>();

  add(goroutine: DumpedGoroutine): void {
    this.byId.set(goroutine.id, goroutine);
  }

  /** With what the creating goroutine does now, where it is still there. */
  creator(created: CreatedBy): Creator {
    const { function: name, file, line, goroutine } = created;
    const now = this.now(goroutine);
    return { function: name, file, line, ...(goroutine === undefined ? {} : { goroutine }), ...(now ? { now } : {}) };
  }

  private now(id: number | undefined): Frame | undefined {
    const frames = id === undefined ? undefined : this.byId.get(id)?.frames;
    if (!frames) {
      return undefined;
    }
    if (!this.nows.has(frames)) {
      this.nows.set(frames, frames[namedByOf(frames)]);
    }
    return this.nows.get(frames);
  }
}

/** As in a goroutine profile: the first frame outside the standard library, else the goroutine's first function. */
export function namedByOf(frames: readonly Frame[], userFrame = userFrameOf(frames)): number {
  return namedBy({ frames, userFrame });
}

export function userFrameOf(frames: readonly Frame[]): number {
  return userFrameIndex(
    frames.map(({ function: name }) => name),
    frames.map(({ file }) => file)
  );
}

/** The goroutines that were created at one place. */
interface PlaceCount {
  total: number;
  /** By the goroutine that created them. */
  readonly counts: Map<CreatedBy, number>;
  /** The one of `counts` with the most, kept up to date: there may be as many as goroutines. */
  most: CreatedBy;
}

/** Where a stack's goroutines were created. */
export class CreatorCounts {
  /** Parsed frames are one object a place, but those with a goroutine are copies. */
  private readonly places = new Map<string, PlaceCount>();

  add(created: CreatedBy): void {
    const key = `${created.function}\n${created.file}:${created.line}`;
    const place = this.places.get(key);
    if (!place) {
      this.places.set(key, { total: 1, counts: new Map([[created, 1]]), most: created });
      return;
    }
    const { counts, most } = place;
    const count = (counts.get(created) ?? 0) + 1;
    counts.set(created, count);
    place.total++;
    if (count > (counts.get(most) ?? 0)) {
      place.most = created;
    }
  }

  /**
   * The places of the go statements, most goroutines first, ten at most. A place's goroutine is told where one created
   * more than half of those.
   */
  rows(creators: Creators): DumpStackRow['creators'] {
    return [...this.places.values()]
      .sort((a, b) => b.total - a.total)
      .slice(0, MOST_CREATORS)
      .map(({ total, counts, most }) => {
        const { goroutine: _, ...place } = most;
        const isMajority = (counts.get(most) ?? 0) * 2 > total;
        return { creator: creators.creator(isMajority ? most : place), count: total };
      });
  }
}
