import { readFileSync } from 'node:fs';
import type { SubjectName } from '../subjects';
import { inflate } from './inflate';
import { load } from './load';

export interface MemoryOrder {
  subject: SubjectName;
  file: string;
  /** Without the work: what the process takes that has the same code loaded and the same bytes inflated. */
  isBase: boolean;
}

export interface MemoryReport {
  /** The highest resident size that the process had. */
  bytes: number;
}

/** Takes a MemoryOrder, prints a MemoryReport. */
async function main({ subject: name, file, isBase }: MemoryOrder): Promise<number> {
  const subject = await load(name);
  const inflated = inflate(readFileSync(file));
  if (!isBase) {
    subject.work(inflated);
  }
  return process.resourceUsage().maxRSS * 1024;
}

console.log(JSON.stringify({ bytes: await main(JSON.parse(process.argv[2]!)) } satisfies MemoryReport));
