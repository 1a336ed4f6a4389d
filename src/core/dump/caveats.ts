import { counted } from '../numbers';
import type { Stack } from '../profile/stack';
import type { Dump, DumpedGoroutine } from './dump';
import type { DumpOptions } from './dumpAnswer';
import type { JoinedStack } from './joined';

/** What goes over all goroutines of a dump and limits what can be said of it. */
export class Caveats {
  private strangers = 0;
  private elided = 0;
  private unavailable = 0;
  private created = 0;
  private creatorsKnown = 0;

  add({ elided, notes, createdBy }: DumpedGoroutine, { known, blockedOn }: JoinedStack): void {
    // What runs, as the goroutine that wrote the dump does, is elsewhere at each look.
    this.strangers += known || blockedOn === 'running' ? 0 : 1;
    this.elided += elided === 0 ? 0 : 1;
    this.unavailable += notes.includes('stack unavailable') ? 1 : 0;
    this.created += createdBy ? 1 : 0;
    this.creatorsKnown += createdBy?.goroutine === undefined ? 0 : 1;
  }

  /** A sentence each. */
  sentences({ isCut, goroutines, unknown }: Dump, { stacks }: DumpOptions, known: readonly Stack[]): string[] {
    const result: string[] = [];
    if (isCut) {
      result.push(
        `The dump is cut (the runtime writes 64 MiB at most): it ends within or after the ${counted(goroutines.length, 'goroutine')} counted here, and any others are missing.`
      );
    }
    const [first] = unknown;
    if (first) {
      const text = JSON.stringify(first.text.slice(0, 100) + (first.text.length > 100 ? '...' : ''));
      result.push(
        `${counted(unknown.length, 'line')} of the dump could not be understood; the first is line ${first.line}: ${text}.`
      );
    }
    if (this.unavailable > 0) {
      result.push(`The dump has no stack of ${counted(this.unavailable, 'goroutine')} that ran on another thread.`);
    }
    if (this.elided > 0) {
      result.push(
        `The stacks of ${counted(this.elided, 'goroutine')} are deeper than a dump shows: frames are left out of them.`
      );
    }
    if (this.created > 0 && this.creatorsKnown === 0) {
      result.push('Which goroutine created another is not told: Go 1.21 and newer do.');
    }
    if (known.length > 0 && this.strangers > 0) {
      result.push(
        `${counted(this.strangers, 'goroutine')} in stacks that the goroutine profile did not have could not be joined to it.`
      );
    }
    const missing = stacks?.filter((key) => !known.some((stack) => stack.key === key)).length ?? 0;
    if (missing > 0) {
      result.push(
        `${counted(missing, 'stack')} asked for could not be looked up: the goroutine profile of that time did not have them.`
      );
    }
    return result;
  }
}
