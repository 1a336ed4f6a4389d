import type { Profile } from './profile';
import type { Frame } from './stack';

/** Frames as objects, for the few stacks that are shown; what goes over all of them uses a FrameTable. */

/** The frames of one of the profile's distinct stacks, leaf first, inlined calls each a frame of their own. */
export function stackFrames(profile: Profile, stack: number): Frame[] {
  const result: Frame[] = [];
  eachLine(profile, stack, (line) => result.push(frameAt(profile, line)));
  return result;
}

/** Calls `visit` with each line row of a stack, leaf first; with -1 and the location for one without symbols. */
export function eachLine(profile: Profile, stack: number, visit: (line: number, location: number) => void): void {
  const { locations, stacks } = profile;
  for (const location of stacks.locationsOf(stack)) {
    const from = locations.lineStart[location] as number;
    const to = locations.lineStart[location + 1] as number;
    if (from === to) {
      visit(-1, location);
    }
    for (let line = from; line < to; line++) {
      visit(line, location);
    }
  }
}

/** The row in `functions` that a line row names, -1 for none. */
export function functionOf(profile: Profile, line: number): number {
  return line < 0 ? -1 : (profile.lines.function[line] as number);
}

/** A line row as a frame; -1 gives the frame without symbols. */
export function frameAt(profile: Profile, line: number): Frame {
  const row = functionOf(profile, line);
  const { functions, lines, strings } = profile;
  return {
    function: row < 0 ? '' : strings.get(functions.name[row] as number),
    file: row < 0 ? '' : strings.get(functions.filename[row] as number),
    line: line < 0 ? 0 : (lines.line[line] as number),
  };
}
