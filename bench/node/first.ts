import { readFileSync } from 'node:fs';
import type { SubjectName } from '../subjects';
import { inflate } from './inflate';
import { load } from './load';

export interface FirstOrder {
  subject: SubjectName;
  file: string;
}

export interface FirstReport {
  /** Reading and evaluating the code, and what is made once of a schema. */
  loadMs: number;
  firstMs: number;
  secondMs: number;
}

/** W by code that never ran before. Takes a FirstOrder, prints a FirstReport. */
async function main({ subject: name, file }: FirstOrder): Promise<FirstReport> {
  const gz = readFileSync(file);
  const startMs = performance.now();
  const subject = await load(name);
  const loadedMs = performance.now();
  const kept = subject.work(inflate(gz));
  const firstMs = performance.now();
  subject.work(inflate(gz));
  const secondMs = performance.now();
  if (kept.total === 0) {
    throw new Error(`${file} adds up to nothing`);
  }
  return { loadMs: loadedMs - startMs, firstMs: firstMs - loadedMs, secondMs: secondMs - firstMs };
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2]!))));
