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

/** Takes a MemoryOrder, prints the process's highest resident size in bytes. */
async function main({ subject: name, file, isBase }: MemoryOrder): Promise<number> {
  const subject = await load(name);
  const inflated = inflate(readFileSync(file));
  if (!isBase) {
    subject.work(inflated);
  }
  return process.resourceUsage().maxRSS * 1024;
}

console.log(await main(JSON.parse(process.argv[2]!)));
