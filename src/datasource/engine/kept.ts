import { MemoryHistory } from '../../core/history/memory';
import type { ChunkData } from '../../core/history/stored/chunkData';
import { packArchive, unpackArchive, type ArchivedRecord } from '../../core/history/stored/archive';
import { StoredError } from '../../core/history/stored/error';
import { heapData, heapOfData, type HeapData } from '../../core/history/stored/heapData';
import { Ledger, type Written } from '../../core/history/stored/ledger';
import { packRecord, unpackRecord, type Plain } from '../../core/history/stored/record';
import type { RowData } from '../../core/history/stored/tail';
import type { HeapMoment } from '../../core/history/heapChunk';
import { StackInterner } from '../../core/profile/goroutines';
import type { Scrape, ScrapeFailure, TimestampMs } from '../../core/scrape';
import type { Limits, Store, StoredRecord } from '../store/store';
import type { Imported, TargetKey } from './engine';
import { HeapState } from './heap';
import { inflate } from './inflate';
import type { Slicer } from './slices';

/** What a target's history may take in memory: weeks of 2,000 stacks, but hours of one that never shows a stack twice. */
const MOST_BYTES = 256 * 2 ** 20;
/** What is kept of a target's scrapes in the browser, and of its heap profiles. */
const MOST_STORED_BYTES = 150 * 2 ** 20;
const MOST_STORED_HEAP_BYTES = 50 * 2 ** 20;
/** A store that does not answer in this time must not hold up what is shown. */
const PATIENCE_MS = 3_000;

/** First what is shown. */
const SETTLE_AFTER_MS = 5_000;

/** The history of one target, and behind it what the browser keeps of it, which other tabs add to as well. */
export class Kept {
  readonly stacks = new StackInterner();
  history!: MemoryHistory;
  heap!: HeapState;
  /** What the next scrape has to say about the store. */
  private troubles: string[] = [];
  private ledger!: Ledger;
  private restoring: Promise<void> | undefined;

  /** @param store undefined where the browser keeps nothing */
  constructor(
    private readonly target: TargetKey,
    private readonly store: Store | undefined,
    private readonly slicer: Slicer
  ) {
    this.begin();
  }

  /** What was kept is in the history once this resolves. It never rejects: what cannot be read is a trouble to tell. */
  restored(): Promise<void> {
    this.restoring ??= this.patient(this.restore()).catch((error: unknown) => {
      this.troubles.push(`What this browser kept of the target could not be read: ${messageOf(error)}`);
    });
    return this.restoring;
  }

  /** Takes a scrape in. Gives whether other tabs can read it. */
  async append(scrape: Scrape): Promise<boolean> {
    const failures = [...scrape.failures, ...this.tell()];
    const written = this.ledger.append({ ...scrape, failures });
    return this.write((store) => store.add(this.target.id, this.target.label, additionOf(written), this.limits));
  }

  async appendHeap(moment: HeapMoment): Promise<boolean> {
    this.heap.history.append(moment);
    const heap = { lastMs: moment.atMs, bytes: packRecord(heapData(moment) as unknown as Plain) };
    const limits = { ...this.limits, maxBytes: MOST_STORED_HEAP_BYTES };
    return this.write((store) => store.addHeap(this.target.id, this.target.label, heap, limits));
  }

  /** Takes in what other tabs have added to the store. */
  async follow(): Promise<void> {
    const { id } = this.target;
    await this.restored();
    if (!this.store) {
      return;
    }
    const rows = await this.store.rows(id, this.history.latest?.atMs ?? -Infinity);
    if (!rows.every((row) => this.readRow(row, true))) {
      // Rows are missing between ours and these: a chunk has them.
      this.begin();
      this.restoring = undefined;
      await this.restored();
      return;
    }
    for (const heap of await this.store.heaps(id, this.heap.history.latestMs ?? -Infinity)) {
      this.readHeap(heap);
    }
  }

  /** All that is kept, as one file. */
  async exported(): Promise<Uint8Array<ArrayBuffer>> {
    const store = this.needsStore();
    const { id, label } = this.target;
    await this.seal(store);
    const chunks: ArchivedRecord[] = [];
    const spans = await store.spans(id);
    for await (const { bytes, lastMs } of store.chunks(id)) {
      chunks.push({ firstMs: spans.find((span) => span.lastMs === lastMs)?.firstMs ?? lastMs, lastMs, bytes });
    }
    const heaps = (await store.heaps(id, -Infinity)).map((heap) => ({ ...heap, firstMs: heap.lastMs }));
    return deflate(packArchive({ label, chunks: chunks.reverse(), heaps }));
  }

  /**
   * Takes in what was exported, but for what overlaps with what is kept already.
   *
   * @throws StoredError where the file is no exported history, or is damaged; then nothing is taken
   */
  async takeIn(file: Uint8Array<ArrayBuffer>): Promise<Imported> {
    const store = this.needsStore();
    const { id, label } = this.target;
    const archive = unpackArchive(await inflated(file, this.slicer));
    for (const { bytes } of [...archive.chunks, ...archive.heaps]) {
      await this.slicer.breathe();
      unpackRecord(bytes);
    }
    await this.seal(store);
    const spans = await store.spans(id);
    const isFree = (one: ArchivedRecord) =>
      spans.every(({ firstMs, lastMs }) => one.lastMs < firstMs || one.firstMs > lastMs);
    const chunks = archive.chunks.filter(isFree);
    for (const chunk of chunks) {
      await store.addChunk(id, label, chunk);
    }
    for (const heap of archive.heaps) {
      await store.addHeap(id, label, heap, { ...this.limits, maxBytes: MOST_STORED_HEAP_BYTES });
    }
    this.begin();
    this.restoring = undefined;
    await this.restored();
    return { from: archive.label, chunks: chunks.length, leftOut: archive.chunks.length - chunks.length };
  }

  /** Ends the chunk that is being filled, so that all scrapes are in full chunks. */
  private async seal(store: Store): Promise<void> {
    const chunk = this.ledger.seal();
    if (chunk) {
      await store.addChunk(this.target.id, this.target.label, recordOf(chunk));
    }
  }

  private needsStore(): Store {
    if (!this.store) {
      throw new StoredError(
        'This browser keeps nothing of what was sampled: there is nothing to export, and no place to import to.'
      );
    }
    return this.store;
  }

  private get limits(): Limits {
    return { maxAgeMs: this.target.maxAgeMs, maxBytes: MOST_STORED_BYTES };
  }

  private begin(): void {
    const { maxAgeMs } = this.target;
    this.history = new MemoryHistory({ maxAgeMs, maxBytes: MOST_BYTES });
    this.heap = new HeapState(maxAgeMs);
    this.ledger = new Ledger(this.history, this.stacks);
  }

  /** The newest chunk and the rows after it, so that appending can go on from there; then the chunks before it. */
  private async restore(): Promise<void> {
    const { store, target } = this;
    if (!store) {
      return;
    }
    let areRowsRead = false;
    const readRows = async () => {
      areRowsRead = true;
      for (const row of await store.rows(target.id, this.history.latest?.atMs ?? -Infinity)) {
        this.readRow(row);
      }
    };
    for await (const record of store.chunks(target.id)) {
      await this.slicer.breathe();
      const outcome = this.adopt(record);
      if (outcome === 'enough') {
        break;
      }
      if (outcome === 'taken' && !areRowsRead) {
        await readRows();
      }
    }
    if (!areRowsRead) {
      await readRows();
    }
    for (const heap of await store.heaps(target.id, -Infinity)) {
      await this.slicer.breathe();
      this.readHeap(heap);
    }
    this.settle().catch(() => undefined);
  }

  /** What nobody has waited for, when nobody waits: until then records take twice the room of what is made of them. */
  private async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_AFTER_MS));
    await this.slicer.run(this.history.settleSteps());
  }

  private adopt({ bytes, lastMs }: StoredRecord): 'taken' | 'not taken' | 'enough' {
    try {
      return this.ledger.adopt(unpackRecord(bytes) as unknown as ChunkData) ? 'taken' : 'enough';
    } catch (error) {
      // Two tabs that both took themselves for the one that samples have written about the same time.
      if (!(error instanceof RangeError)) {
        this.damaged('chunks', lastMs, error);
      }
      return 'not taken';
    }
  }

  private readRow({ bytes, lastMs }: StoredRecord, isWhole = false): boolean {
    try {
      return this.ledger.follow(unpackRecord(bytes) as unknown as RowData, isWhole);
    } catch (error) {
      this.damaged('rows', lastMs, error);
      return true;
    }
  }

  private readHeap({ bytes, lastMs }: StoredRecord): void {
    try {
      this.heap.history.append(heapOfData(unpackRecord(bytes) as unknown as HeapData, this.stacks));
    } catch (error) {
      this.damaged('heaps', lastMs, error);
    }
  }

  /** A damaged record is lost, and no other. */
  private damaged(kind: 'chunks' | 'rows' | 'heaps', lastMs: TimestampMs, error: unknown): void {
    if (!(error instanceof StoredError || error instanceof RangeError)) {
      throw error;
    }
    this.troubles.push(
      `A part of the kept history, up to ${new Date(lastMs).toISOString()}, is damaged and was let go: ${error.message}`
    );
    this.store?.discard(kind, this.target.id, lastMs).catch(() => undefined);
  }

  private async write(work: (store: Store) => Promise<void>): Promise<boolean> {
    if (!this.store) {
      return false;
    }
    try {
      await this.patient(work(this.store));
      return true;
    } catch (error) {
      this.troubles = [
        `This browser did not keep the last scrape (${messageOf(error)}). Sampling goes on; a reload loses it.`,
      ];
      return false;
    }
  }

  private tell(): ScrapeFailure[] {
    const told = this.troubles.map((message) => ({ part: 'store' as const, message }));
    this.troubles = [];
    return told;
  }

  /** @throws Error after PATIENCE_MS; the work goes on. */
  private patient<T>(work: Promise<T>): Promise<T> {
    let timeout: ReturnType<typeof setTimeout>;
    const late = new Promise<never>((_, reject) => {
      timeout = setTimeout(() => reject(new Error(`no answer in ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    });
    work.catch(() => undefined);
    return Promise.race([work, late]).finally(() => clearTimeout(timeout));
  }
}

function additionOf({ chunk, row }: Written) {
  return {
    row: { lastMs: row.atMs, bytes: packRecord(row as unknown as Plain) },
    chunk: chunk && recordOf(chunk),
  };
}

function recordOf(chunk: ChunkData): ArchivedRecord {
  const { times } = chunk;
  return { firstMs: times[0]!, lastMs: times.at(-1)!, bytes: packRecord(chunk as unknown as Plain) };
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @throws StoredError */
async function inflated(file: Uint8Array<ArrayBuffer>, slicer: Slicer): Promise<Uint8Array> {
  try {
    return await inflate(file, slicer);
  } catch (error) {
    throw new StoredError(`The file is no exported history, or was cut: it does not inflate (${messageOf(error)}).`);
  }
}

function messageOf(error: unknown): string {
  // A DOMException is no Error everywhere.
  return (error as Partial<Error>).message ?? String(error);
}
