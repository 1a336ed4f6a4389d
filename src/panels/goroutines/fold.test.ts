import { foldedStack } from './fold';

/** A letter a frame, a dot for each that is folded away. */
function drawn(stack: string, named = 0): string {
  const functions = [...stack].map((letter) => (letter === '$' ? 'runtime.goexit' : `main.${letter}`));
  return foldedStack(functions, named, 4)
    .map(({ from, isFolded, to }) => (isFolded ? '.'.repeat(to - from) : stack.slice(from, to)))
    .join('');
}

it.each([
  ['', 0, ''],
  ['a', 0, 'a'],
  ['abcd', 0, 'abcd'],
  // Never a single one.
  ['abcde', 0, 'abcde'],
  ['abcdef', 0, 'abc..f'],
  ['abcdefgh', -1, 'abc....h'],
  // What it is called by stays, and what the goroutine began with, whether the profile has goexit or not.
  ['abcdefghijk', 6, 'abc...g...k'],
  ['abcdefghijk', 9, 'abc......jk'],
  ['abcdefghijk', 8, 'abc.....ijk'],
  ['abcdefgh$', 0, 'abc....h$'],
])('%s, called by frame %s: %s', (stack, named, folded) => {
  expect(drawn(stack, named)).toBe(folded);
});

it('gives each frame once, in its order', () => {
  for (let length = 0; length < 20; length++) {
    for (let named = -1; named < length; named++) {
      const stretches = foldedStack(Array<string>(length).fill('main.f'), named, 4);
      const frames = stretches.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
      expect(frames).toEqual(Array.from({ length }, (_, i) => i));
      expect(stretches.filter(({ from, isFolded, to }) => isFolded && to - from < 2)).toEqual([]);
    }
  }
});
