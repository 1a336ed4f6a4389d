import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { denseCase, makeCase, seedOf, type Case, type Seed } from './cases';
import { examine, type Failure } from './examine';
import { allocatedSoFar, collectGarbage, memoryLimit } from './memory';
import { minimise } from './minimise';
import { Progress } from './progress';
import { addUp, emptyTally, kindOf, signatureOf, type FoundFailure, type Tally } from './summary';

/** Which cases of a run to do; sent to a process of their own, so that one that hangs can be told and ended. */
export interface Batch {
  profiles: string[];
  seed: number;
  isDense: boolean;
  from: number;
  to: number;
  progressFile: string;
}

export interface BatchResult {
  tally: Tally;
  failures: FoundFailure[];
}

const MINIMISE_MS = 4000;

let seeds: Seed[] | undefined;
let progress: Progress | undefined;
/** Kinds of failure that were told: one input of each is enough. */
const told = new Set<string>();

process.on('message', (batch: Batch) => {
  seeds ??= batch.profiles.map((file) => seedOf(file, new Uint8Array(gunzipSync(readFileSync(file)))));
  progress ??= new Progress(batch.progressFile, 'r+');
  const result: BatchResult = { tally: emptyTally(), failures: [] };
  for (let number = batch.from; number < batch.to; number++) {
    progress.begin(number);
    runCase(number, batch.isDense ? denseCase(batch.seed, number) : makeCase(seeds, batch.seed, number), result);
  }
  process.send?.(result);
});
// Nobody is above us any more.
process.on('disconnect', () => process.exit());

function runCase(number: number, one: Case, result: BatchResult): void {
  const { bytes, how, isDense } = one;
  if (isDense) {
    collectGarbage();
  }
  const { allocated, failure, ms, refusal } = examine(bytes, allocatedSoFar);
  result.tally = addUp(result.tally, {
    inputs: 1,
    bytes: bytes.length,
    accepted: refusal === undefined ? 1 : 0,
    refused: new Map(refusal === undefined ? [] : [[kindOf(refusal), 1]]),
    slowest: { number, how, value: ms },
    hungriest: { number, how, value: bytes.length < 20_000 ? 0 : allocated / bytes.length },
  });
  if (failure) {
    take(failure, number, one, result);
  } else if (allocated > memoryLimit(bytes.length, isDense)) {
    const made = how.replace(/ \d+$/, '').replace(/^.*\//, '');
    take({ kind: 'memory', what: `${made} allocated ${allocated} bytes` }, number, one, result);
  }
}

function take(failure: Failure, number: number, { bytes, how, isDense }: Case, { failures }: BatchResult): void {
  const signature = signatureOf(failure);
  if (told.has(signature)) {
    return;
  }
  told.add(signature);
  const isSame = (other: Uint8Array) => {
    progress?.beat();
    const found = examine(other).failure;
    return found !== undefined && signatureOf(found) === signature;
  };
  const canShrink = failure.kind !== 'slow' && failure.kind !== 'memory' && !isDense;
  failures.push({ failure, isDense, number, how, bytes: canShrink ? minimise(bytes, isSame, MINIMISE_MS) : bytes });
}
