import { useLayoutEffect, useRef, useState } from 'react';

/**
 * The height of an element whose text wraps, in CSS pixels, measured before it is painted.
 *
 * @param key all that the height depends on: its text, its width, what is unfolded
 * @param guess until then, and where nothing is laid out (tests)
 */
export function useMeasuredHeight<E extends HTMLElement>(
  key: string,
  guess: number
): [React.RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [height, setHeight] = useState(guess);
  useLayoutEffect(() => {
    const seen = ref.current?.offsetHeight;
    if (seen) {
      setHeight(seen);
    }
  }, [key]);
  return [ref, height];
}
