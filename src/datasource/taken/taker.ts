import type { ProbeCost, TimestampMs } from '../../core/scrape';
import type { ProfileKind } from '../../frames';
import { get, Round } from '../client/client';
import type { Endpoint } from '../client/endpoints';
import type { Engine, ShelveInput, TargetKey } from '../engine/engine';
import { QueryError } from '../query/check';
import type { LeakReads } from '../sampler/leakReads';
import type { Target } from '../settings';
import { isFresh, type Token } from './token';

/** Something that was taken of the target because a person asked. It stands on the engine's shelf under its id. */
export interface TakenByHand {
  readonly id: string;
  readonly atMs: TimestampMs;
  readonly cost: ProbeCost;
}

/** What a click of another page took, or one of this page before it was loaded anew. */
export class GoneError extends QueryError {
  /** The first sentence; the second says what to do. */
  readonly came: string;

  constructor({ askedMs }: Token) {
    const when = new Date(askedMs).toLocaleTimeString(undefined, { hourCycle: 'h23' });
    const came = `What was taken at ${when} was kept in the page that took it, and is not here.`;
    super(`${came} Take another.`);
    this.came = came;
  }
}

/** As many answers are remembered; the shelf holds fewer. */
const MOST_REMEMBERED = 32;

/**
 * Takes profiles and dumps of one target, each once for its token, however many panels and refreshes name that. What
 * failed stays failed for that token: a new click asks again.
 */
export class Taker {
  private readonly taken = new Map<string, Promise<TakenByHand>>();

  constructor(
    private readonly target: Target,
    private readonly engine: Engine,
    private readonly key: TargetKey,
    private readonly leakReads: LeakReads
  ) {}

  /** @throws QueryError, TargetError, EngineError */
  profile(kind: ProfileKind, token: Token): Promise<TakenByHand> {
    return this.once(`${kind}@${token.askedMs}`, token, async (id) => {
      if (kind === 'goroutineleak') {
        this.spare();
      }
      return this.take(kind, id, (input) => this.engine.shelveProfile(input));
    });
  }

  /** @throws QueryError, TargetError, EngineError */
  dump(token: Token): Promise<TakenByHand> {
    return this.once(`dump@${token.askedMs}`, token, (id) =>
      this.take('goroutine dump', id, (input) => this.engine.shelveDump(input))
    );
  }

  /** Whether this click's dump was asked for already. */
  hasDump({ askedMs }: Token): boolean {
    return this.taken.has(`${this.key.id}/dump@${askedMs}`);
  }

  private once(name: string, token: Token, take: (id: string) => Promise<TakenByHand>): Promise<TakenByHand> {
    // Ids are the whole page's: two targets may be asked at the same moment.
    const id = `${this.key.id}/${name}`;
    let taken = this.taken.get(id);
    if (!taken) {
      taken = isFresh(token, Date.now()) ? take(id) : Promise.reject(new GoneError(token));
      this.taken.set(id, taken);
      this.forget();
    }
    return taken;
  }

  /** Not aborted with the query that happened to come first: the others, and the person, still want it. */
  private async take(
    endpoint: Endpoint,
    id: string,
    shelve: (input: ShelveInput) => Promise<void>
  ): Promise<TakenByHand> {
    const round = new Round(this.target, this.engine);
    const atMs = Date.now();
    const answer = await get(round, endpoint);
    await shelve({ id, answer, atMs });
    return { id, atMs, cost: round.cost };
  }

  private spare(): void {
    const waitMs = this.leakReads.take(true, Date.now());
    if (waitMs > 0) {
      throw new QueryError(
        `Each read of goroutineleak makes the program collect its garbage, so it is read once a minute at most. Try again in ${Math.ceil(waitMs / 1000)} s.`
      );
    }
  }

  private forget(): void {
    const [oldest] = this.taken.keys();
    if (this.taken.size > MOST_REMEMBERED && oldest !== undefined) {
      this.taken.delete(oldest);
    }
  }
}
