import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that never changes and calls the newest `run`: hosts may hand over a new callback with every frame. */
export function useLatest<A extends unknown[]>(run: (...args: A) => void): (...args: A) => void {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
