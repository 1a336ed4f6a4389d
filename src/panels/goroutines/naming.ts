import type { Frame } from '../../frames/contract';
import { count } from '../../ui/format';
import type { GroupColumn } from './frame';
import { shortFile, shortName } from '../../frames/goName';

export interface GroupName {
  /** The function that a person knows it by, whole. */
  function: string;
  /** The same without the package's path; or words for the rest and the total. */
  title: string;
  /** Names of code are set in monospace, words are not. */
  isCode: boolean;
  /** What it waits for, and in which function it stands. */
  subtitle: string;
}

/** Functions of the runtime in which a parked goroutine stands: the blocking operation says the same in fewer words. */
const PARKING = /^runtime\.|^internal\/(poll|runtime|sync)|^sync\.runtime_|^time\.Sleep$/;

export function nameOf({ name, series, title }: GroupColumn): GroupName {
  switch (series.role) {
    case 'total':
      return { function: '', title: 'All goroutines', isCode: false, subtitle: '' };
    case 'other': {
      const groups = series.groups ?? 0;
      return {
        function: '',
        title: title ?? `${count(groups)} other${groups === 1 ? '' : 's'}`,
        isCode: false,
        subtitle: title ? '' : 'everything that is not shown by itself',
      };
    }
    case 'function':
      return { function: name, title: shortName(name), isCode: true, subtitle: packageOf(name) };
    case 'leak':
    case 'stack':
      return stackName(name, series.frames ?? [], namingFrame(series), series.blockedOn);
  }
}

/** The frame that the stack is called by: the first one of the user's code, where there is one. */
export function namingFrame({ userFrame = -1, namedBy = userFrame }: GroupColumn['series']): number {
  return namedBy;
}

function stackName(field: string, frames: readonly Frame[], named: number, blockedOn: string | undefined): GroupName {
  if (frames.length === 0) {
    // debug=1 shows such a goroutine at runtime.goexit, the bottom of every stack, which the profile leaves out.
    return { function: field, title: field, isCode: false, subtitle: 'just starting or ending' };
  }
  const frame = frames[named] ?? frames[0];
  const whole = frame?.function ?? field;
  return {
    function: whole,
    title: shortName(whole),
    isCode: true,
    subtitle: [blockedOn, standsIn(frames, named)].filter(Boolean).join(' · '),
  };
}

/** Where a stack's goroutines stand: in which function below the naming one, or else at which line of it. */
export function standsIn(frames: readonly Frame[], named: number): string {
  const frame = frames[named] ?? frames[0];
  const leaf = frames.find((one) => !PARKING.test(one.function));
  if (leaf && leaf !== frame) {
    return `in ${shortName(leaf.function)}`;
  }
  return frame?.file ? shortFile(frame.file, frame.line) : '';
}

function packageOf(name: string): string {
  const short = shortName(name);
  return name.length > short.length ? name.slice(0, name.length - short.length).replace(/\/$/, '') : '';
}
