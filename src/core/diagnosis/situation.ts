import type { HistoryRange } from '../history/store';
import { bandColumn, type BandName } from '../memstats/bands';
import type { MemoryField } from '../memstats/fields';
import type { ProcessFacts, TimestampMs } from '../scrape';
import type { DiagnosisOptions } from './finding';
import { floorOf } from './floor';
import { regimeOf, type Regime } from './regime';
import { seriesOf, type Series } from './series';
import { steadyTrend } from './steady';
import { LEAST_MINUTES, trendOf, trendOfFew, type Effect, type Look, type Trend } from './trend';
import { MIB } from './words';

/** Fewer samples than this tell of their moment only. */
export const LEAST_SAMPLES = 10;
/** Above so many points of the heap's floor, core/growth's own tests have power. */
const FEW = 20;

/** What rises by less, in bytes and in percent of where it began, is not worth a word. */
const HEAP_EFFECT = { minRise: 8 * MIB, minPercent: 10 };
const GOROUTINE_EFFECT = { minRise: 50, minPercent: 10 };
const OFF_HEAP_EFFECT = { minRise: 16 * MIB, minPercent: 10 };
const RESIDENT_EFFECT = { minRise: 16 * MIB, minPercent: 5 };

/** What collections leave may win this share over the window and is still called level. */
const WORTH = 0.25;

/** How far it was judged whether something grows. */
export type Judged = 'early' | 'open' | 'settled';

/**
 * What the rules look at: the newest run of the process, at the moments that told its memory. Columns are worked out when
 * they are first asked for, and kept; they are not to be written to.
 */
export class Situation {
  /** Rows of the range: ascending. */
  readonly rows: Int32Array;
  readonly times: Float64Array;
  /** As in HistoryRange. */
  readonly intervals: Float64Array;
  readonly process: ProcessFacts;
  /** Bytes: the container's limit as it was given, else GOMEMLIMIT. */
  readonly limit: { readonly bytes: number; readonly name: string } | undefined;
  private readonly columns = new Map<MemoryField | BandName, Float64Array>();
  private readonly known = new Map<string, unknown>();

  constructor(
    readonly range: HistoryRange,
    readonly options: DiagnosisOptions = {}
  ) {
    const from = range.restarts.at(-1) ?? 0;
    this.rows = memoryRows(range, from, range.times.length);
    this.times = Float64Array.from(this.rows, (row) => range.times[row] as number);
    this.intervals = this.ofRun(range.intervals);
    this.process = range.process;
    const memLimit = this.now('MemLimit');
    const bytes = options.limitBytes ?? (memLimit > 0 ? memLimit : undefined);
    this.limit =
      bytes === undefined ? undefined : { bytes, name: bytes === memLimit ? 'GOMEMLIMIT' : 'the memory limit' };
  }

  get samples(): number {
    return this.rows.length;
  }

  /** The newest moment. */
  get at(): TimestampMs {
    return this.times.at(-1) as number;
  }

  get minutes(): number {
    return (this.at - (this.times[0] as number)) / 60_000;
  }

  /** A field over the run, NaN where it was not told. */
  column(field: MemoryField): Float64Array {
    return this.kept(field, () => this.ofRun(this.range.memory(field)));
  }

  /** A band over the run (memstats/bands.ts). */
  band(name: BandName): Float64Array {
    return this.kept(name, () => bandColumn(name, (field) => this.column(field)));
  }

  /** A field at the newest moment, NaN where it was not told. */
  now(field: MemoryField): number {
    return this.column(field).at(-1) ?? NaN;
  }

  bandNow(name: BandName): number {
    return this.band(name).at(-1) ?? NaN;
  }

  get tellsRss(): boolean {
    return !Number.isNaN(this.now('RSS'));
  }

  /** Goroutines, from their profile, else as the memory source counts them. */
  get goroutines(): Float64Array {
    return this.once('goroutines', () => {
      const profiled = this.ofRun(this.range.totals);
      return profiled.every(Number.isNaN) ? this.column('Goroutines') : profiled;
    });
  }

  /** What counts against a limit: RSS, without it Go's own estimate. */
  get resident(): Float64Array {
    return this.tellsRss ? this.column('RSS') : this.band('goResident');
  }

  get regime(): Regime {
    return this.once('regime', () =>
      regimeOf(this.process, {
        rss: this.column('RSS'),
        released: this.column('HeapReleased'),
        goResident: this.band('goResident'),
      })
    );
  }

  /**
   * Resident bytes that are surely none of Go's: the residual without file pages, and without what was freed with
   * MADV_FREE, where either is told. Where it is not, and may be so, all that was released is taken for still resident.
   * 0 at least: below is what Go mapped and never touched.
   */
  get offHeap(): Float64Array {
    return this.once('offHeap', () => {
      const { regime, isCertain } = this.regime;
      const staysNot = regime === 'MADV_DONTNEED' && isCertain;
      const [released, file, lazy] = [this.column('HeapReleased'), this.column('RssFile'), this.column('LazyFree')];
      return this.band('residual').map((residual, i) => {
        const freed = Number.isNaN(lazy[i]) ? (staysNot ? 0 : (released[i] as number)) : (lazy[i] as number);
        return Math.max(0, residual - (file[i] || 0) - freed);
      });
    });
  }

  /** The heap after each collection. */
  get floor(): Series {
    // Every row of the run told HeapAlloc, so the series has the same rows as NumGC.
    return this.once('floor', () => floorOf(this.seriesOf(this.column('HeapAlloc')), this.column('NumGC')));
  }

  get heapTrend(): Trend | undefined {
    return this.trend('heap', () => this.floor, HEAP_EFFECT, floorTrend);
  }

  get goroutineTrend(): Trend | undefined {
    return this.trend('goroutine', () => this.seriesOf(this.goroutines), GOROUTINE_EFFECT);
  }

  get offHeapTrend(): Trend | undefined {
    return this.trend('offHeap', () => this.seriesOf(this.offHeap), OFF_HEAP_EFFECT);
  }

  get residentTrend(): Trend | undefined {
    return this.trend('resident', () => this.seriesOf(this.resident), RESIDENT_EFFECT);
  }

  get goTrend(): Trend | undefined {
    return this.trend('go', () => this.seriesOf(this.band('goResident')), RESIDENT_EFFECT);
  }

  /**
   * Whether the live heap, goroutines and what is outside Go were judged: `early` where one of them moves and there is too
   * little to tell its trend, `open` where one may still turn out to rise.
   */
  get judged(): Judged {
    return this.once('judged', () => {
      const of = [
        this.judgedBy(this.heapTrend, this.column('HeapAlloc'), HEAP_EFFECT, WORTH),
        this.judgedBy(this.goroutineTrend, this.goroutines, GOROUTINE_EFFECT),
        this.judgedBy(this.offHeapTrend, this.offHeap, OFF_HEAP_EFFECT),
      ];
      return of.find((one) => one === 'early') ?? of.find((one) => one === 'open') ?? 'settled';
    });
  }

  /**
   * What swings by less than is worth a word cannot have won more, whatever its trend is. It is what an idle program shows,
   * which hardly ever collects.
   *
   * @param worth what may win this share over the window by its slope's interval is `open`
   */
  private judgedBy(trend: Trend | undefined, column: Float64Array, effect: Effect, worth = Infinity): Judged {
    const { length, least, most } = extentOf(column);
    if (length === 0) {
      return 'settled';
    }
    if (this.samples < LEAST_SAMPLES || this.minutes < LEAST_MINUTES) {
      return 'early';
    }
    if (most - least < Math.max(effect.minRise, (effect.minPercent / 100) * least)) {
      return 'settled';
    }
    if (!trend) {
      return 'early';
    }
    const mayRise = trend.growth !== 'none' || trend.slope.high * trend.minutes > worth * trend.first;
    return mayRise ? 'open' : 'settled';
  }

  /** One figure of this run, as trends are worked out of it. */
  seriesOf(column: Float64Array): Series {
    // A restart that was seen is a start; before the first the process itself must tell it.
    const start = this.process.startTimeMs ?? (this.range.restarts.length > 0 ? this.times[0] : undefined);
    return seriesOf(this, column, start);
  }

  private trend(name: string, series: () => Series, effect: Effect, look: typeof trendOf = trendOf): Trend | undefined {
    return this.samples < LEAST_SAMPLES
      ? undefined
      : this.once(`${name}Trend`, () => steadyTrend(series(), this.at, (part) => look(part, effect)));
  }

  private ofRun(column: Float64Array): Float64Array {
    return Float64Array.from(this.rows, (row) => column[row] as number);
  }

  private kept(name: MemoryField | BandName, make: () => Float64Array): Float64Array {
    const column = this.columns.get(name) ?? make();
    this.columns.set(name, column);
    return column;
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.known.has(name)) {
      this.known.set(name, make());
    }
    return this.known.get(name) as T;
  }
}

/** Over those that were told. */
function extentOf(column: Float64Array): { length: number; least: number; most: number } {
  const told = column.filter((value) => !Number.isNaN(value));
  return {
    length: told.length,
    least: told.reduce((least, value) => Math.min(least, value), Infinity),
    most: told.reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** The heap's floor has a point a collection, which may be few. */
function floorTrend(floor: Series, effect: Effect): Look | undefined {
  return floor.values.length >= FEW ? trendOf(floor, effect) : trendOfFew(floor, effect);
}

/** Rows from `from` to `to` (not included) that told the live heap and Sys. */
export function memoryRows(range: HistoryRange, from: number, to: number): Int32Array {
  const [heap, sys] = [range.memory('HeapAlloc'), range.memory('Sys')];
  const rows: number[] = [];
  for (let row = from; row < to; row++) {
    if (!Number.isNaN((heap[row] as number) + (sys[row] as number))) {
      rows.push(row);
    }
  }
  return Int32Array.from(rows);
}
