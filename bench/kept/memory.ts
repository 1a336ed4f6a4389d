import { setTimeout } from 'node:timers/promises';
import { MemoryHistory } from '../../src/core/history/memory';
import type { ChunkData } from '../../src/core/history/stored/chunkData';
import { Ledger } from '../../src/core/history/stored/ledger';
import { unpackRecord } from '../../src/core/history/stored/record';
import type { RowData } from '../../src/core/history/stored/tail';
import { StackInterner } from '../../src/core/profile/interner';
import { runSteps } from '../../src/core/steps';
import { keptOf, scrapesOf, type Kept, type Shape } from './world';

// What a history takes, by the process: needs --expose-gc. Prints one line of JSON.

const DAY_MS = 86_400_000;
const LAST_MS = 1_800_000_000_000;
const DAY: Shape = { scrapes: 5_760, stacks: 2_000, intervalMs: 15_000, lastMs: LAST_MS };

export interface MemoryReport {
  /** Bytes by cell (a stack in a scrape): kept in the browser; held after a day was restored. */
  readonly storedPerCell: number;
  readonly restoredPerCell: number;
  /** Until it can be asked, and until all counts are made of the records, which is done when nobody waits. */
  readonly restoreMs: number;
  readonly settleMs: number;
  /** Held at the end of each day of a week that is kept for a day. */
  readonly week: readonly number[];
}

async function main(): Promise<MemoryReport> {
  const cells = DAY.scrapes * DAY.stacks;
  const kept = keptOf(scrapesOf(DAY));
  const stored = [...kept.chunks, ...kept.rows].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const before = await held();
  const { history, restoreMs } = restored(kept);
  const settleStartedMs = performance.now();
  runSteps(history.settleSteps());
  const settleMs = performance.now() - settleStartedMs;
  const heldBytes = (await held()) - before;
  if (history.length !== DAY.scrapes) {
    throw new Error(`restored ${history.length} of ${DAY.scrapes} scrapes`);
  }
  return {
    storedPerCell: stored / cells,
    restoredPerCell: heldBytes / cells,
    restoreMs,
    settleMs,
    week: process.env.NOWEEK ? [] : await week(),
  };
}

/** As a page does it: newest chunk, rows, older chunks. On copies, as a browser gives: what is held of them counts. */
function restored(kept: Kept): { history: MemoryHistory; restoreMs: number } {
  const [newest, ...older] = kept.chunks.map(({ bytes }) => bytes.slice()).reverse();
  const startedMs = performance.now();
  const ledger = new Ledger(new MemoryHistory({ maxAgeMs: Infinity }), new StackInterner());
  ledger.adopt(unpackRecord(newest!) as unknown as ChunkData);
  kept.rows.forEach(({ bytes }) => ledger.follow(unpackRecord(bytes) as unknown as RowData));
  older.forEach((bytes) => ledger.adopt(unpackRecord(bytes) as unknown as ChunkData));
  return { history: ledger.history, restoreMs: performance.now() - startedMs };
}

async function week(): Promise<number[]> {
  const before = await held();
  const ledger = new Ledger(new MemoryHistory({ maxAgeMs: DAY_MS }), new StackInterner());
  const days: number[] = [];
  let i = 0;
  for (const scrape of scrapesOf({ ...DAY, scrapes: 7 * DAY.scrapes })) {
    ledger.append(scrape);
    if (++i % DAY.scrapes === 0) {
      days.push((await held()) - before);
    }
  }
  return days;
}

async function held(): Promise<number> {
  // Twice, and a moment between them: buffers are given back in the background.
  for (let i = 0; i < 2; i++) {
    globalThis.gc!();
    await setTimeout(100);
  }
  const { external, heapUsed } = process.memoryUsage();
  return heapUsed + external;
}

void main().then((report) => console.log(JSON.stringify(report)));
