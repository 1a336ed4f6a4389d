import { readFileSync } from 'node:fs';
import { median } from '../measure/rounds';
import type { SubjectName } from '../subjects';
import { inflate } from './inflate';
import { load } from './load';

export interface FirstOrder {
  subject: SubjectName;
  /** A KB-sized profile. */
  file: string;
  /** One of hundreds of KB. */
  larger: string;
}

export interface FirstReport {
  /** Reading and evaluating the code, and what is made once of a schema. */
  loadMs: number;
  firstMs: number;
  secondMs: number;
  /** The larger profile by code that ran often. */
  warmMs: number;
  /**
   * The same right after a major garbage collection, as between any two scrapes: V8 then throws away code that was compiled
   * for objects of which none is left.
   */
  afterGcMs: number;
}

const WARMING = 12;
const TIMES = 5;

/** W by code that never ran before, and by code that did. Takes a FirstOrder, prints a FirstReport. Needs --expose-gc. */
async function main({ subject: name, file, larger }: FirstOrder): Promise<FirstReport> {
  const gz = readFileSync(file);
  const startMs = performance.now();
  const subject = await load(name);
  const loadMs = performance.now() - startMs;
  const work = (bytes: Uint8Array): number => {
    const start = performance.now();
    const { total } = subject.work(inflate(bytes));
    if (total === 0) {
      throw new Error('a profile that adds up to nothing');
    }
    return performance.now() - start;
  };
  const firstMs = work(gz);
  const secondMs = work(gz);

  // Held to the end: see Outcome.decoded.
  const kept = subject.work(inflate(gz)).decoded;
  const large = readFileSync(larger);
  for (let i = 0; i < WARMING; i++) {
    work(large);
  }
  const warmMs = median(Array.from({ length: TIMES }, () => work(large)));
  const afterGc = Array.from({ length: TIMES }, () => {
    globalThis.gc!();
    return work(large);
  });
  return { loadMs, firstMs, secondMs, warmMs, afterGcMs: kept ? median(afterGc) : NaN };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2]!))));
