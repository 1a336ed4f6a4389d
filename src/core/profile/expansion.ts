import { ProfileError } from './error';
import type { LocationColumns, StackColumns } from './profile';

/** Real profiles have less than one frame a byte, whatever their size: an id is a byte at least, and has few lines. */
const MOST_FRAMES_PER_BYTE = 4;
const ALWAYS_ALLOWED = 1 << 16;

/**
 * Throws ProfileError where the stacks, with every inlined line written out, are far more than the bytes that they came
 * from: a location of a thousand lines, named a thousand times, is a few kilobytes and a million frames.
 */
export function checkExpansion(bytes: number, locations: LocationColumns, stacks: StackColumns): void {
  const { lineStart, mostLines } = locations;
  const most = ALWAYS_ALLOWED + MOST_FRAMES_PER_BYTE * bytes;
  if (Math.max(1, mostLines) * stacks.locationCount <= most) {
    return;
  }
  let frames = 0;
  const stack = new Uint32Array(stacks.deepest);
  for (let row = 0; row < stacks.length; row++) {
    const depth = stacks.read(row, stack);
    for (let i = 0; i < depth; i++) {
      const location = stack[i] as number;
      frames += Math.max(1, (lineStart[location + 1] as number) - (lineStart[location] as number));
    }
  }
  if (frames > most) {
    throw new ProfileError(
      `the stacks have ${frames} frames, inlined calls included, in ${bytes} bytes: no program has`
    );
  }
}
