import { Observable, type OperatorFunction } from 'rxjs';

/**
 * Works out a result for each input, one at a time and in order. Inputs that come meanwhile are answered together by
 * one more run, so the newest always has its result, and slow work is never begun over and over. Unsubscribing aborts.
 *
 * @param project may give something early that stands until its result is there
 */
export function mapNewest<I, O>(
  project: (abort: AbortSignal, early: (result: O) => void) => Promise<O>
): OperatorFunction<I, O> {
  return (source) =>
    new Observable<O>((subscriber) => {
      const abort = new AbortController();
      let isRunning = false;
      let isWanted = false;
      let isOver = false;

      const run = async () => {
        isRunning = true;
        while (isWanted) {
          isWanted = false;
          const result = await project(abort.signal, (early) => subscriber.next(early));
          if (subscriber.closed) {
            return;
          }
          subscriber.next(result);
        }
        isRunning = false;
        if (isOver) {
          subscriber.complete();
        }
      };

      const subscription = source.subscribe({
        next: () => {
          isWanted = true;
          if (!isRunning) {
            run().catch((error: unknown) => subscriber.error(error));
          }
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          isOver = true;
          if (!isRunning) {
            subscriber.complete();
          }
        },
      });
      return () => {
        abort.abort();
        subscription.unsubscribe();
      };
    });
}
