import { canProve } from '../../core/deploys/proof';
import { get, Round, type Answer } from '../client/client';
import type { Engine, TargetKey } from '../engine/engine';
import type { Target } from '../settings';
import type { LeakReads } from './leakReads';
import type { Means } from './tabs/tabs';

/**
 * Asks the program what its garbage collector can prove to leak, where it can tell and the settings do not forbid it: only
 * while something is suspected, and once a minute at most. What fails is asked again after the next minute; nothing depends on it.
 * The minute is one for all tabs, so what one has read it hands to the others.
 */
export class Prover {
  private others: BroadcastChannel | undefined;

  /** @param openChannel undefined where tabs cannot tell each other anything */
  constructor(
    private readonly target: Target,
    private readonly engine: Engine,
    private readonly key: TargetKey,
    private readonly reads: LeakReads,
    private readonly openChannel: Means['openChannel'] | undefined
  ) {}

  /** Something is suspected of a program of this version. The proof is in the answers that come after it. */
  async prove(goVersion: string | undefined, nowMs: number): Promise<void> {
    if (this.target.proveLeaks === false || !canProve(goVersion)) {
      return;
    }
    this.listen();
    if (this.reads.take(false, nowMs) > 0) {
      return;
    }
    try {
      const answer = await get(new Round(this.target, this.engine), 'goroutineleak');
      // Copied by the channel, before the engine has it for itself.
      this.others?.postMessage(answer);
      await this.engine.readProof({ answer, target: this.key });
    } catch {
      // A profile that does not come proves nothing, and the suspects stand by themselves.
    }
  }

  /** Nothing is to be proved of the target any more. */
  close(): void {
    this.others?.close();
    this.others = undefined;
  }

  private listen(): void {
    if (this.others || !this.openChannel) {
      return;
    }
    this.others = this.openChannel(`tidemark proof of ${this.key.id}`);
    this.others.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.engine.readProof({ answer: data, target: this.key }).catch(() => undefined);
    };
  }
}
