/**
 * Work in slices: yields now and then and returns the result at the end. Core has no clock, so whoever runs the steps
 * decides at each yield whether to go on at once or to let others run first. A step is meant to take about a millisecond.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All steps at once. */
export function runSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
  }
}
