import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RawScrape } from '../../bench/diagnosis/watch';

/** What the program said of itself (main.go), and what the recorder did to it. */
export interface SituationTruth {
  readonly pid: number;
  readonly heldBytes: number;
  readonly mappedBytes: number;
  readonly slabBytes: number;
  readonly collections: number;
  readonly limitBytes: number;
  /** VmRSS at each kill so far. */
  readonly killedAt: readonly number[];
}

/** A line of a recording: one scrape as it came, and the truth right after it. */
export interface SituationScrape extends Pick<RawScrape, 'atMs' | 'metrics'> {
  readonly truth: SituationTruth;
}

export function readSituation(name: string): SituationScrape[] {
  const text = gunzipSync(readFileSync(join('testdata', 'situations', `${name}.jsonl.gz`))).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SituationScrape);
}
