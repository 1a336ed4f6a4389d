import type { MemoryField, MemorySource } from '../memstats/fields';
import type { ProcessFacts, Scrape, TimestampMs } from '../scrape';

/** The start time is computed from the boot time and clock ticks, which moves it a little: more than this is a start. */
const START_TIME_JITTER_MS = 1000;

/** Whether these are the starts of two processes; undefined where either is not told. */
export function isOtherStart(a: TimestampMs | undefined, b: TimestampMs | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : Math.abs(a - b) > START_TIME_JITTER_MS;
}

/** Counters that never fall while a process lives. */
const COUNTERS = ['NumGC', 'TotalAlloc', 'Mallocs'] as const satisfies readonly MemoryField[];

/** What a change of process showed itself by. */
export type RestartSign = 'start time' | 'build id' | 'Go version' | 'version' | (typeof COUNTERS)[number];

/**
 * Compares each scrape with the last that told the same thing, so a scrape with a failed part neither hides a restart
 * nor makes one.
 */
export class RestartDetector {
  private startTimeMs: TimestampMs | undefined;
  private buildId: string | undefined;
  private goVersion: string | undefined;
  private version: string | undefined;
  private readonly counters = new Map<MemoryField, number>();
  private countersFrom: MemorySource | undefined;

  /** Takes the scrapes in order. Gives the first sign that the process before this one was another, if there is one. */
  next(scrape: Scrape): RestartSign | undefined {
    const sign = this.compare(scrape);
    if (sign !== undefined) {
      this.forget();
    }
    this.remember(scrape);
    return sign;
  }

  private compare({ memory, process }: Scrape): RestartSign | undefined {
    const movedMs =
      process.startTimeMs !== undefined && this.startTimeMs !== undefined
        ? Math.abs(process.startTimeMs - this.startTimeMs)
        : undefined;
    if (movedMs !== undefined && movedMs > START_TIME_JITTER_MS) {
      return 'start time';
    }
    if (differs(process.buildId, this.buildId)) {
      return 'build id';
    }
    if (differs(process.goVersion, this.goVersion)) {
      return 'Go version';
    }
    // Where the start time says that it is the same process, another source has another word for its version.
    if (movedMs === undefined && differs(process.version, this.version)) {
      return 'version';
    }
    // Two sources may count a little differently, so only like is compared with like.
    if (!memory || memory.source !== this.countersFrom) {
      return undefined;
    }
    return COUNTERS.find((field) => {
      const value = memory.values[field];
      const last = this.counters.get(field);
      return value !== undefined && last !== undefined && value < last;
    });
  }

  private forget(): void {
    this.startTimeMs = this.buildId = this.goVersion = this.version = this.countersFrom = undefined;
    this.counters.clear();
  }

  private remember({ memory, process }: Scrape): void {
    this.rememberProcess(process);
    if (!memory) {
      return;
    }
    if (memory.source !== this.countersFrom) {
      this.counters.clear();
      this.countersFrom = memory.source;
    }
    for (const field of COUNTERS) {
      const value = memory.values[field];
      if (value !== undefined) {
        this.counters.set(field, value);
      }
    }
  }

  private rememberProcess(process: ProcessFacts): void {
    // The newest is the measure, so that a boot time which NTP moves by milliseconds never adds up to a restart.
    this.startTimeMs = process.startTimeMs ?? this.startTimeMs;
    this.buildId = process.buildId || this.buildId;
    this.goVersion = process.goVersion || this.goVersion;
    this.version = process.version || this.version;
  }
}

/** Both are told, and not the same. Empty is not told. */
function differs(now: string | undefined, before: string | undefined): boolean {
  return now !== undefined && now !== '' && before !== undefined && before !== '' && now !== before;
}
