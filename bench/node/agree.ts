import { readFileSync } from 'node:fs';
import { digestOf, disagreements, type Digest } from '../measure/digest';
import { GO, SUBJECTS } from '../subjects';
import { GoRival } from './gorival';
import { inflate } from './inflate';
import { load } from './load';

export interface AgreeOrder {
  files: readonly string[];
  rival: string;
}

/** Everyone's result on real profiles. Takes an AgreeOrder, prints the disagreements. */
async function main({ files, rival }: AgreeOrder): Promise<string[]> {
  const subjects = await Promise.all(SUBJECTS.map(async (name) => ({ name, subject: await load(name) })));
  const lines: string[] = [];
  for (const file of files) {
    const raw = inflate(readFileSync(file));
    const go = new GoRival(rival, file);
    const digests: Record<string, Digest> = { [GO]: await go.digest() };
    go.stop();
    for (const { name, subject } of subjects) {
      digests[name] = digestOf(subject.work(raw));
    }
    lines.push(...disagreements(digests).map((line) => `${file}: ${line}`));
  }
  return lines;
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2]!))));
