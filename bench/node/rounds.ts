import { readFileSync } from 'node:fs';
import { digestOf, type Digest } from '../measure/digest';
import { interleave, type Timed } from '../measure/rounds';
import { countSamples } from '../measure/samples';
import { GO, SUBJECTS } from '../subjects';
import { GoRival } from './gorival';
import { inflate } from './inflate';
import { load } from './load';

export interface RoundsOrder {
  file: string;
  /** A small profile to begin with. */
  first: string;
  rival: string;
  minRounds: number;
  maxRounds: number;
  /** About how long all rounds together may take. */
  budgetMs: number;
}

export interface RoundsReport {
  gzBytes: number;
  rawBytes: number;
  samples: number;
  digests: Record<string, Digest>;
  /** By subject, `gunzip`, and google-pprof. */
  times: Record<string, number[]>;
}

/** Everyone on one input, in one process but for Go, in turn. Takes a RoundsOrder, prints a RoundsReport. */
async function main({ file, first, rival, minRounds, maxRounds, budgetMs }: RoundsOrder): Promise<RoundsReport> {
  const gz = readFileSync(file);
  const raw = inflate(gz);
  const go = new GoRival(rival, file);
  const small = inflate(readFileSync(first));
  const digests: Record<string, Digest> = {};
  const timed: Timed[] = [{ name: 'gunzip', run: () => time(() => inflate(gz)) }];
  // Held to the end: see Outcome.decoded.
  const kept: unknown[] = [];
  for (const name of SUBJECTS) {
    const subject = await load(name);
    kept.push(subject.work(small).decoded);
    digests[name] = digestOf(subject.work(raw));
    timed.push({ name, run: () => time(() => subject.work(inflate(gz))) });
  }
  digests[GO] = await go.digest();
  timed.push({ name: GO, run: () => go.time() });

  const startedMs = performance.now();
  await interleave(timed, { warm: 1, rounds: 0 });
  const affordable = Math.floor(budgetMs / (performance.now() - startedMs));
  const rounds = Math.min(maxRounds, Math.max(minRounds, affordable));
  const times = await interleave(timed, { warm: 3, rounds });
  go.stop();
  return { gzBytes: gz.length, rawBytes: raw.length, samples: countSamples(raw), digests, times: kept && times };
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2]!))));
