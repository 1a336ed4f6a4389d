import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { diagnose } from '../../src/core/diagnosis/diagnose';
import { MemoryHistory } from '../../src/core/history/memory';
import { parseMetrics } from '../../src/core/memstats/metrics';
import { decodeProfile } from '../../src/core/profile/decode';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';
import type { TimestampMs } from '../../src/core/scrape';

/** As a dashboard's "last 5 minutes". */
const WINDOW_MS = 5 * 60_000;

/** One scrape as it came: a line of a recording. */
export interface RawScrape {
  readonly atMs: TimestampMs;
  /** /metrics. */
  readonly metrics: string;
  /** The goroutine profile: gzip, base64. */
  readonly profile: string;
}

/** What is said of one program, scrape by scrape: a line whenever it becomes another. */
export class Watch {
  private readonly history = new MemoryHistory({ maxAgeMs: Infinity });
  private readonly interner = new StackInterner();
  private said = '';
  private beganMs: TimestampMs | undefined;

  constructor(private readonly name: string) {}

  see({ atMs, metrics, profile }: RawScrape): void {
    this.beganMs ??= atMs;
    const goroutines = goroutineCounts(decodeProfile(gunzipSync(Buffer.from(profile, 'base64'))), this.interner);
    const cost = { requests: 2, bytes: 0, durationMs: 0 };
    this.history.append({ atMs, goroutines, ...parseMetrics(metrics), cost, failures: [] });
    const findings = diagnose(this.history.range(atMs - WINDOW_MS, atMs));
    const said = findings.map(({ id, severity }) => `${id} (${severity})`).join(', ');
    if (said !== this.said) {
      this.said = said;
      const second = Math.round((atMs - this.beganMs) / 1000);
      process.stdout.write(
        `${this.name.padEnd(12)} ${String(second).padStart(4)} s  ${said}\n      ${findings[0]?.text ?? ''}\n`
      );
    }
  }
}

/** What is said of a recording (main.ts). */
export function replay(name: string, path: string): void {
  const watch = new Watch(name);
  for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
    watch.see(JSON.parse(line) as RawScrape);
  }
}
