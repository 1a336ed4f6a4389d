import { decodeSteps } from '../../src/core/profile/decode';
import { frameTable } from '../../src/core/profile/frametable';
import { groupSteps } from '../../src/core/profile/grouping';
import { groupSums, rowSums } from '../../src/core/profile/sums';
import { leafSums } from '../../src/core/profile/top';
import { inflate } from '../../src/datasource/engine/inflate';
import { Slicer } from '../../src/datasource/engine/slices';

/** What a slice may take in the page, as src/datasource/engine has it. */
const PAGE_BUDGET_MS = 5;

/** W as the data source does it where it has no worker: in slices, with the page taking its turn in between. */
export async function workInSlices(gz: Uint8Array<ArrayBuffer>): Promise<number> {
  const slicer = new Slicer(PAGE_BUDGET_MS);
  const profile = await slicer.run(decodeSteps(await inflate(gz, slicer)));
  const frames = frameTable(profile, 'lines');
  await slicer.breathe();
  const groups = await slicer.run(groupSteps(profile, frames));
  const rows = rowSums(profile, 0);
  await slicer.breathe();
  const sums = groupSums(rows, groups);
  await slicer.breathe();
  const leaves = leafSums(profile, frameTable(profile, 'functions'), rows);
  return sums.numbers.length + leaves.numbers.length;
}
