import { setTimeout } from 'node:timers/promises';
import { scrapesOf, type HistoryShape } from '../history/scrapes';
import type { StoreName } from '../history/names';
import { STORES, type Store } from '../history/stores';
import { START, withText } from '../measure/hash';
import { median } from '../measure/rounds';

export interface HistoryOrder {
  store: StoreName;
  shape: HistoryShape;
}

export interface HistoryReport {
  /** All that the process holds more than before, by cell (a stack in a scrape). */
  bytesPerCell: number;
  /** The same as the store tells it. */
  toldPerCell?: number;
  appendMs: number;
  topMs: number;
  /** Of the top series: equal for stores that agree. */
  digest: string;
}

const SERIES = 50;
const WARM = 4;
const ROUNDS = 31;

/** Takes a HistoryOrder, prints a HistoryReport. Needs --expose-gc. */
async function main({ store: name, shape }: HistoryOrder): Promise<HistoryReport> {
  // The scrapes first, so that what they take is not counted; the stores must copy what they keep.
  const scrapes = [...scrapesOf(shape)];
  const cells = shape.scrapes * shape.stacks;
  const before = await held();
  const store: Store = STORES[name]();
  const appendMs = median(scrapes.map((scrape) => time(() => store.append(scrape))));
  const bytes = (await held()) - before;
  Array.from({ length: WARM }, () => store.top(SERIES));
  const topMs = median(Array.from({ length: ROUNDS }, () => time(() => store.top(SERIES))));
  return {
    bytesPerCell: bytes / cells,
    ...(store.byteLength ? { toldPerCell: store.byteLength / cells } : {}),
    appendMs,
    topMs,
    digest: digestOf(store),
  };
}

function digestOf(store: Store): string {
  const text = store
    .top(SERIES)
    .map(({ key, column }) => `${key}=${column.join()}`)
    .sort()
    .join('\n');
  const { a, b } = withText(START, text);
  return `${a}/${b}`;
}

async function held(): Promise<number> {
  // Twice, and a moment between them: buffers are given back in the background.
  globalThis.gc!();
  await setTimeout(100);
  globalThis.gc!();
  await setTimeout(100);
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

console.log(JSON.stringify(await main(JSON.parse(process.argv[2]!))));
