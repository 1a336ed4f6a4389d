import { canProve } from '../../core/deploys/proof';
import { get, Round } from '../client/client';
import type { Engine, TargetKey } from '../engine/engine';
import type { Target } from '../settings';

/** Each read of the profile makes the program collect its garbage (docs/dumps.md says what it proves, and its danger). */
export const LEAST_BETWEEN_PROOFS_MS = 60_000;

/**
 * Asks the program what its garbage collector can prove to leak, where it can tell and the settings do not forbid it: only
 * while something is suspected, and once a minute at most. What fails is asked again after the next minute; nothing depends on it.
 */
export class Prover {
  private lastMs = -Infinity;

  constructor(
    private readonly target: Target,
    private readonly engine: Engine,
    private readonly key: TargetKey
  ) {}

  /** Something is suspected of a program of this version. The proof is in the answers that come after it. */
  async prove(goVersion: string | undefined, nowMs: number): Promise<void> {
    if (this.target.proveLeaks === false || !canProve(goVersion) || nowMs - this.lastMs < LEAST_BETWEEN_PROOFS_MS) {
      return;
    }
    this.lastMs = nowMs;
    try {
      const answer = await get(new Round(this.target, this.engine), 'goroutineleak');
      await this.engine.readProof({ answer, target: this.key });
    } catch {
      // A profile that does not come proves nothing, and the suspects stand by themselves.
    }
  }
}
