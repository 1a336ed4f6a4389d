import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { replay } from './watch';

/** tsx bench/diagnosis/replay.ts FOLDER: the recordings of main.ts, judged by the code as it is now. */
const [folder = ''] = process.argv.slice(2);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
  replay(basename(file, '.jsonl'), join(folder, file));
}
