import { decodeProfile } from '../../src/core/profile/decode';
import { ProfileError } from '../../src/core/profile/error';
import { groupStacks } from '../../src/core/profile/grouping';
import { sampleIndex, type Profile } from '../../src/core/profile/profile';
import { checkValid } from '../../src/core/profile/validate';
import { Problem } from '../cli/problem';
import { HELP, parseInspectArgs, type InspectOptions } from './args';
import { readInput } from './input';
import { toJson } from './json';
import { FrameNames } from './names';
import { valueTable, type Subject } from './report';
import { labelRows, stackRows } from './stacks';
import { topText } from './top';
import { tracesText } from './traces';

/** What `npm run -s inspect -- ...argv` prints. Throws an Error whose message is for the person who asked. */
export async function inspect(argv: readonly string[]): Promise<string> {
  const options = parseInspectArgs(argv);
  if (options === 'help') {
    return HELP;
  }
  try {
    const profile = decodeProfile(await readInput(options.source));
    checkValid(profile);
    return render({ profile, type: chooseType(profile, options.sampleType) }, options);
  } catch (error) {
    const isTold = error instanceof Problem || error instanceof ProfileError;
    throw isTold ? new Problem(`${options.source}: ${error.message}`) : error;
  }
}

function chooseType(profile: Profile, asked: string | undefined): number {
  const index = sampleIndex(profile, asked);
  if (index === undefined) {
    const there = profile.sampleTypes.map(({ type }) => type).join(', ');
    throw new Problem(
      there === '' ? 'it has no sample types' : `it has no sample type ${JSON.stringify(asked)}: there is ${there}`
    );
  }
  return index;
}

function render(subject: Subject, options: InspectOptions): string {
  const { granularity, isByCum, isJson, labelKey, top, view } = options;
  if (isJson) {
    return `${JSON.stringify(toJson(subject, options), null, 2)}\n`;
  }
  return `${lines().join('\n')}\n`;

  function lines(): string[] {
    switch (view) {
      case 'top':
        return topText(subject, granularity, isByCum, top);
      case 'traces':
        return tracesText(subject, granularity, top);
      case 'stacks': {
        const names = new FrameNames(subject.profile, granularity);
        const rows = stackRows(subject, names, groupStacks(subject.profile, granularity));
        return valueTable(subject, rows, rows.slice(0, top), 'stacks');
      }
      case 'labels': {
        const rows = labelRows(subject, labelKey);
        return valueTable(subject, rows, rows.slice(0, top), 'values');
      }
    }
  }
}
