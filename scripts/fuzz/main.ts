import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DENSE_CASES, denseCase, makeCase, seedOf, type Case, type Seed } from './cases';
import { examine } from './examine';
import { saveFixture } from './fixtures';
import { memoryLimit, peakMemory } from './memory';
import { HELP, parseFuzzOptions, type FuzzOptions } from './options';
import { addUp, emptyTally, signatureOf, summaryText, type FoundFailure } from './summary';
import { stoppedFailure, Watched } from './watch';

const TESTDATA = path.resolve(__dirname, '../../testdata');
const BATCH = 500;
/** Inputs of more than this are told by how they are made, not kept. */
const LARGEST_FIXTURE = 64_000;

/** Every profile in testdata whose path has `capture` in it. */
export function profilesToFuzz(capture: string): string[] {
  return ['captures', 'closures', 'blocked']
    .flatMap((folder) => readdirSync(path.join(TESTDATA, folder)).map((name) => path.join(TESTDATA, folder, name)))
    .filter((file) => file.endsWith('.d0') && file.includes(capture))
    .sort();
}

async function main(): Promise<number> {
  const options = parseFuzzOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const profiles = profilesToFuzz(options.capture);
  if (profiles.length === 0) {
    throw new Error(`no profile in testdata has ${JSON.stringify(options.capture)} in its path`);
  }
  return options.only === undefined ? fuzz(options, profiles) : one(options, profiles, options.only);
}

async function fuzz(options: FuzzOptions, profiles: string[]): Promise<number> {
  const { isDense, minutes, seed } = options;
  const cases = Math.min(options.cases, isDense ? DENSE_CASES : Infinity);
  console.log(`seed=${seed}, ${profiles.length} profiles, ${cases < Infinity ? `${cases} cases` : `${minutes} min`}`);
  const startMs = Date.now();
  const endMs = cases < Infinity ? Infinity : startMs + minutes * 60_000;
  const watched = new Watched({ profiles, seed, isDense });
  let tally = emptyTally();
  const failed = new Set<string>();
  const take = (found: FoundFailure): void => {
    const signature = signatureOf(found.failure);
    if (!failed.has(signature) && report(options, found)) {
      failed.add(signature);
    }
  };
  let saidMs = startMs;
  for (let next = 0; next < cases && Date.now() < endMs;) {
    const to = Math.min(next + (isDense ? 1 : BATCH), cases);
    const end = await watched.run({ from: next, to });
    if (end.kind === 'done') {
      next = to;
      tally = addUp(tally, end.result.tally);
      end.result.failures.forEach(take);
    } else {
      take(stoppedFailure(end.number, end.why, caseOf(options, profiles, end.number)));
      next = end.number + 1;
    }
    if (Date.now() - saidMs > 10_000) {
      saidMs = Date.now();
      const seconds = Math.round((saidMs - startMs) / 1000);
      console.log(`${seconds} s: ${tally.inputs} inputs, ${tally.accepted} accepted, ${failed.size} kinds of failure`);
    }
  }
  watched.end();
  console.log(summaryText(tally, (Date.now() - startMs) / 1000));
  console.log(failed.size === 0 ? 'no failures' : `${failed.size} kinds of failure`);
  return failed.size === 0 ? 0 : 1;
}

/** Prints and keeps a failure; false where it turns out to be none. */
function report({ capture, save, seed }: FuzzOptions, { bytes, failure, how, isDense, number }: FoundFailure): boolean {
  const origin = `seed=${seed} case=${number}${capture ? ` only=${capture}` : ''}`;
  let { what } = failure;
  if (failure.kind === 'memory') {
    const peak = peakMemory(bytes);
    const limit = memoryLimit(bytes.length, isDense);
    if (peak !== undefined && peak <= limit) {
      return false;
    }
    what += `, ${peak === undefined ? 'and died of it when alone' : `peak ${peak}`}, where the limit is ${limit}`;
  }
  const isSmall = bytes.length <= LARGEST_FIXTURE && !isDense;
  const kept = isSmall ? `, in ${saveFixture(save, bytes, { ...failure, what }, `${origin}, ${how}`)}` : '';
  console.log(`${origin} ${failure.kind}: ${what}\n    ${how}; ${bytes.length} bytes${kept}`);
  return true;
}

function one(options: FuzzOptions, profiles: string[], number: number): number {
  const { bytes, how } = caseOf(options, profiles, number);
  console.log(`${how}: ${bytes.length} bytes`);
  const { failure, ms, refusal } = examine(bytes);
  console.log(refusal === undefined ? 'accepted' : `refused: ${refusal}`, `in ${ms.toFixed(1)} ms`);
  console.log(failure ? `${failure.kind}: ${failure.what}` : 'no failure');
  return failure ? 1 : 0;
}

function caseOf({ isDense, seed }: FuzzOptions, profiles: string[], number: number): Case {
  return isDense ? denseCase(seed, number) : makeCase(profiles.map(seedFrom), seed, number);
}

function seedFrom(file: string): Seed {
  return seedOf(file, new Uint8Array(gunzipSync(readFileSync(file))));
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(`fuzz: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
);
