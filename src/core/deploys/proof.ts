import type { Evidence } from '../growth/evidence';
import type { HistoryRange } from '../history/store';
import { whole } from '../numbers';
import type { StackKey } from '../profile/stack';
import type { GoroutineCounts, TimestampMs } from '../scrape';

/**
 * What the garbage collector proved of one process: goroutines that wait for something which no live goroutine can reach
 * (runtime/pprof's goroutineleak profile). A read may miss what the one before had, so the most of all reads counts.
 */
export class Proof {
  private readonly most = new Map<StackKey, number>();
  private readAtMs: TimestampMs | undefined;

  /**
   * Takes one read of the profile in.
   *
   * @param restartMs when the newest restart was seen. What was proved before is of another process, and forgotten.
   */
  add({ counts, stacks }: GoroutineCounts, atMs: TimestampMs, restartMs: TimestampMs | undefined): void {
    if (this.isOfAnother(restartMs)) {
      this.most.clear();
    }
    this.readAtMs = atMs;
    stacks.forEach(({ key }, index) => {
      this.most.set(key, Math.max(this.most.get(key) ?? 0, counts[index] as number));
    });
  }

  /** undefined where nothing is proved of these stacks, which says nothing: the collector is blind to waits for I/O. */
  evidenceFor(stacks: readonly StackKey[], restartMs: TimestampMs | undefined): Evidence | undefined {
    if (this.isOfAnother(restartMs)) {
      return undefined;
    }
    const goroutines = stacks.reduce((sum, key) => sum + (this.most.get(key) ?? 0), 0);
    return goroutines === 0
      ? undefined
      : {
          kind: 'proved',
          goroutines,
          text: `the garbage collector proved that ${whole(goroutines)} of its goroutines wait for what nothing can reach any more (goroutineleak profile)`,
        };
  }

  private isOfAnother(restartMs = -Infinity): boolean {
    return this.readAtMs !== undefined && this.readAtMs < restartMs;
  }
}

/** When the newest restart was seen; undefined where none was. */
export function newestRestart({ restarts, times }: Pick<HistoryRange, 'restarts' | 'times'>): TimestampMs | undefined {
  const row = restarts.at(-1);
  return row === undefined ? undefined : times[row];
}

/** Since Go 1.27 every program has the profile, unless it was built without. */
const SINCE = [1, 27] as const;
const EXPERIMENT = 'goroutineleakprofile';

/**
 * Whether a program has the goroutineleak profile, by what runtime.Version says: `go1.27.1`, or
 * `go1.26.2 X:goroutineleakprofile` where it was built with the experiment.
 */
export function canProve(goVersion: string | undefined): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(goVersion ?? '') ?? [];
  const [, experiments = ''] = /X:(\S+)/.exec(goVersion ?? '') ?? [];
  const told = experiments.split(',').find((name) => name.endsWith(EXPERIMENT));
  if (told !== undefined) {
    return told === EXPERIMENT;
  }
  return Number(major) > SINCE[0] || (Number(major) === SINCE[0] && Number(minor) >= SINCE[1]);
}
