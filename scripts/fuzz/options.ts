import { FIXTURES } from './fixtures';

export interface FuzzOptions {
  seed: number;
  minutes: number;
  /** Stop after so many cases; Infinity: at the end of the minutes. */
  cases: number;
  /** Only the dense cases, each once. */
  isDense: boolean;
  /** The one case to run, loudly. */
  only?: number;
  /** Mutate those profiles alone whose path has this in it. */
  capture: string;
  /** Where failing inputs go. */
  save: string;
}

export const HELP = `npm run fuzz -- [--seed N] [--minutes M] [--only CAPTURE] [--cases N] [--case N] [--dense] [--save FOLDER]

Mutates the profiles in testdata and decodes them. --case N runs the one case of a seed that failed, --dense only the
megabytes of messages of two bytes and other profiles made to cost much, each once.
Exits with 1 where an input fails; it is then in testdata/fuzz, with a line in the README there.`;

/** Throws Error with a line for the user. */
export function parseFuzzOptions(argv: readonly string[]): FuzzOptions | 'help' {
  const options: FuzzOptions = {
    seed: Date.now() % 1_000_000,
    minutes: 5,
    cases: Infinity,
    isDense: false,
    capture: '',
    save: FIXTURES,
  };
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i] as string;
    if (name === '--help' || name === '-h') {
      return 'help';
    }
    if (name === '--dense') {
      options.isDense = true;
      continue;
    }
    const value = argv[++i];
    if (value === undefined) {
      throw new Error(`${name} wants a value`);
    }
    switch (name) {
      case '--seed':
        options.seed = count(name, value);
        break;
      case '--minutes':
        options.minutes = count(name, value, false);
        break;
      case '--cases':
        options.cases = count(name, value);
        break;
      case '--case':
        options.only = count(name, value);
        break;
      case '--only':
        options.capture = value;
        break;
      case '--save':
        options.save = value;
        break;
      default:
        throw new Error(`unknown option ${name}`);
    }
  }
  return options;
}

function count(name: string, text: string, isWhole = true): number {
  const value = Number(text);
  if (text === '' || !(value >= 0) || (isWhole && !Number.isSafeInteger(value))) {
    throw new Error(`${name} wants a number, not ${JSON.stringify(text)}`);
  }
  return value;
}
