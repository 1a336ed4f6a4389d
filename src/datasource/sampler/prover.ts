import { canProve } from '../../core/deploys/proof';
import { get, Round } from '../client/client';
import type { Engine, TargetKey } from '../engine/engine';
import type { Target } from '../settings';
import type { LeakReads } from './leakReads';

/**
 * Asks the program what its garbage collector can prove to leak, where it can tell and the settings do not forbid it: only
 * while something is suspected, and once a minute at most. What fails is asked again after the next minute; nothing depends on it.
 */
export class Prover {
  constructor(
    private readonly target: Target,
    private readonly engine: Engine,
    private readonly key: TargetKey,
    private readonly reads: LeakReads
  ) {}

  /** Something is suspected of a program of this version. The proof is in the answers that come after it. */
  async prove(goVersion: string | undefined, nowMs: number): Promise<void> {
    if (this.target.proveLeaks === false || !canProve(goVersion) || this.reads.take(false, nowMs) > 0) {
      return;
    }
    try {
      const answer = await get(new Round(this.target, this.engine), 'goroutineleak');
      await this.engine.readProof({ answer, target: this.key });
    } catch {
      // A profile that does not come proves nothing, and the suspects stand by themselves.
    }
  }
}
