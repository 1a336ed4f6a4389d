import {
  concat,
  debounceTime,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  merge,
  NEVER,
  Observable,
  of,
  share,
  startWith,
  Subject,
  switchMap,
  tap,
  timer,
} from 'rxjs';
import { lease, type Locks, type Wish } from './lease';

/** What tabs tell each other of one thing that is sampled. */
type Message<T> =
  /** It was taken, and is in the store. */
  | { readonly kind: 'taken'; readonly taken: T }
  /** The tab that samples is well. */
  | { readonly kind: 'alive' }
  /** The tab that samples is hidden, where browsers hold timers back: a visible one had better do it. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'visible' };

/** What is heard of the tab that samples: what it took, that it is well, or that nothing has come from it for long. */
export type Heard<T> = { readonly taken: T } | 'well' | 'gone';

/** After so many intervals without a sign of life another tab takes over, */
const SILENT_INTERVALS = 2;
/** and a little more, for a message may be late. */
const GRACE_MS = 1_000;
/** Who does not take over can be patient: browsers let the timers of a hidden tab run once a minute. */
const PATIENCE_MS = 60_000;

/** What it takes to share; all of it in every browser, but locks only over https and on localhost. */
export interface Means {
  readonly locks: Locks;
  readonly openChannel: (name: string) => BroadcastChannel;
  readonly page: Document;
}

/** The tabs of this browser that show the same target: one of them samples it, the others are told. */
export class Tabs<T> {
  /** Whether this tab is the one. For as long as somebody listens this tab takes part. */
  readonly isMine: Observable<boolean>;
  /** What others have taken. Only while `isMine` has a listener. */
  readonly told: Observable<T>;
  /** The same and more, for who does not take part: `isMine` needs no listener. */
  readonly overheard: Observable<Heard<T>>;
  private readonly messages = new Subject<Message<T>>();
  private channel: BroadcastChannel | undefined;

  /**
   * @param means undefined where tabs cannot share: then each samples for itself
   * @param name the same in all tabs for the same thing
   */
  constructor(
    private readonly means: Means | undefined,
    name: string,
    private readonly intervalMs: number
  ) {
    this.told = this.messages.pipe(
      map((message) => (message.kind === 'taken' ? message.taken : undefined)),
      filter((taken) => taken !== undefined)
    );
    this.overheard = means ? this.listen(means, name) : NEVER;
    this.isMine = means ? this.share(means, name) : concat(of(true), NEVER);
  }

  /** Whether there can be others. */
  get areShared(): boolean {
    return this.means !== undefined;
  }

  /** Tells the others. */
  tell(taken: T): void {
    this.post({ kind: 'taken', taken });
  }

  private share({ locks, openChannel, page }: Means, name: string): Observable<boolean> {
    return defer(() => {
      const channel = openChannel(name);
      this.channel = channel;
      channel.onmessage = ({ data }: MessageEvent<Message<T>>) => this.messages.next(data);
      const mine = new Subject<boolean>();
      const wishes = mine.pipe(
        distinctUntilChanged(),
        switchMap((isMine) => (isMine ? this.lead(page) : this.watch(page)))
      );
      return lease(locks, name, wishes).pipe(
        distinctUntilChanged(),
        // After this turn, for a wish that comes at once would find the lease half made.
        tap((isMine) => void Promise.resolve().then(() => mine.next(isMine))),
        finalize(() => {
          mine.complete();
          channel.close();
          this.channel = undefined;
        })
      );
    });
  }

  private listen({ openChannel }: Means, name: string): Observable<Heard<T>> {
    const said = new Observable<Heard<T>>((subscriber) => {
      const channel = openChannel(name);
      channel.onmessage = ({ data }: MessageEvent<Message<T>>) => {
        if (data.kind === 'taken') {
          subscriber.next({ taken: data.taken });
        } else if (data.kind === 'alive') {
          subscriber.next('well');
        }
      };
      return () => channel.close();
    }).pipe(share());
    const gone = said.pipe(
      debounceTime(SILENT_INTERVALS * this.intervalMs + PATIENCE_MS),
      map(() => 'gone' as const)
    );
    return merge(said, gone);
  }

  /** While this tab samples: says so, and gives it up where it is hidden and another is not. */
  private lead(page: Document): Observable<Wish> {
    const alive = timer(0, this.intervalMs).pipe(tap(() => this.post({ kind: 'alive' })));
    const hidden = visibility(page).pipe(
      filter((isVisible) => !isVisible),
      tap(() => this.post({ kind: 'hidden' }))
    );
    const asked = this.messages.pipe(
      filter(({ kind }) => kind === 'visible' && page.hidden),
      map(() => 'give up' as const)
    );
    return merge(asked, merge(alive, hidden).pipe(ignoreElements()));
  }

  /** While another samples: takes over where nothing is heard of it, and offers to where that is hidden. */
  private watch(page: Document): Observable<Wish> {
    const offers = merge(
      visibility(page).pipe(filter((isVisible) => isVisible)),
      this.messages.pipe(filter(({ kind }) => kind === 'hidden' && !page.hidden))
    ).pipe(tap(() => this.post({ kind: 'visible' })));
    const silence = this.messages.pipe(
      startWith(undefined),
      debounceTime(SILENT_INTERVALS * this.intervalMs + GRACE_MS),
      // A hidden tab's own clock is not to be trusted.
      switchMap(() => (page.hidden ? EMPTY : of('take over' as const)))
    );
    return merge(silence, offers.pipe(ignoreElements()));
  }

  private post(message: Message<T>): void {
    this.channel?.postMessage(message);
  }
}

function visibility(page: Document): Observable<boolean> {
  return fromEvent(page, 'visibilitychange').pipe(
    startWith(undefined),
    map(() => !page.hidden)
  );
}

/** This browser's; undefined where it has no locks (pages over plain http), or keeps nothing that others could read. */
export function browserMeans(): Means | undefined {
  const { locks } = navigator as { locks?: Locks };
  if (!locks || typeof BroadcastChannel === 'undefined' || typeof indexedDB === 'undefined') {
    return undefined;
  }
  return { locks, openChannel: (name) => new BroadcastChannel(name), page: document };
}
