import { Observable } from 'rxjs';

/** The part of Web Locks that is used. */
export type Locks = Pick<LockManager, 'request'>;

/** Why a lease is asked for anew. */
export type Wish = 'give up' | 'take over';

/**
 * A thing that one tab at a time may have, by Web Locks: when its tab is gone, however it went, the next that asked has
 * it at once. Emits whether it is this tab's, for as long as somebody listens.
 *
 * @param wishes to let another have it and queue up again; to have it now, although another does not let go
 */
export function lease(locks: Locks, name: string, wishes: Observable<Wish>): Observable<boolean> {
  return new Observable<boolean>((subscriber) => {
    let release: () => void = () => undefined;
    let queued = new AbortController();

    const ask = (steal: boolean) => {
      const abort = new AbortController();
      queued = abort;
      // A request that steals cannot be called off.
      const options: LockOptions = steal ? { steal } : { signal: abort.signal };
      const held = () =>
        new Promise<void>((resolve) => {
          release = resolve;
          if (abort.signal.aborted || subscriber.closed) {
            resolve();
            return;
          }
          subscriber.next(true);
        });
      locks.request(name, options, held).catch(() => {
        // Called off, or stolen by another tab: then this one waits for it again.
        if (!abort.signal.aborted && !subscriber.closed) {
          subscriber.next(false);
          ask(false);
        }
      });
    };

    const leave = () => {
      queued.abort();
      release();
      release = () => undefined;
    };

    subscriber.next(false);
    ask(false);
    const listening = wishes.subscribe((wish) => {
      leave();
      subscriber.next(false);
      ask(wish === 'take over');
    });
    return () => {
      listening.unsubscribe();
      leave();
    };
  });
}
