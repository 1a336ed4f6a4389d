import { parseMetrics, type MetricsReading } from '../../src/core/memstats/metrics';
import { decodeProfile } from '../../src/core/profile/decode';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';
import type { GoroutineCounts, Scrape } from '../../src/core/scrape';
import { get, HttpProblem, type Got } from '../cli/get';
import { Problem } from '../cli/problem';
import { profileBytes } from '../cli/profilebytes';
import type { Target } from './target';

const TIMEOUT_MS = 10_000;

interface Reading {
  bytes: number;
  goroutines?: GoroutineCounts;
  buildId?: string;
  /** Why there are no goroutines: what was asked, what came back, what to do. */
  failure?: string;
}

/** Asks one program again and again. */
export class Scraper {
  private readonly stacks = new StackInterner();
  /** Until a program that is up turns out to have none that can be read. */
  private asksMetrics = true;

  constructor(private readonly target: Target) {}

  /**
   * The goroutines at this moment and, where the program tells, when it was started: that shows restarts. What fails is in
   * `failures`. Throws only when aborted.
   */
  async scrape(atMs: number, abort: AbortSignal): Promise<Scrape> {
    const began = performance.now();
    const requests = this.asksMetrics ? 2 : 1;
    const [{ buildId, bytes, failure, goroutines }, metrics] = await Promise.all([
      this.readProfile(abort),
      this.asksMetrics ? this.readMetrics(abort) : undefined,
    ]);
    abort.throwIfAborted();
    const cost = { requests, bytes, durationMs: performance.now() - began };
    if (failure !== undefined) {
      return { atMs, process: {}, cost, failures: [{ part: 'goroutines', message: failure }] };
    }
    this.asksMetrics = metrics !== undefined;
    return { atMs, goroutines, memory: metrics?.memory, process: { ...metrics?.process, buildId }, cost, failures: [] };
  }

  private ask(url: URL, abort: AbortSignal): Promise<Got> {
    return get(url, { timeoutMs: TIMEOUT_MS, headers: this.target.headers, abort });
  }

  private async readProfile(abort: AbortSignal): Promise<Reading> {
    let got: Got | undefined;
    try {
      got = await this.ask(this.target.goroutine, abort);
      const profile = decodeProfile(profileBytes(got.body));
      const goroutines = goroutineCounts(profile, this.stacks);
      if (goroutines.total === 0) {
        // The goroutine that writes the profile is in it.
        throw new Problem('an empty profile');
      }
      return { bytes: got.body.length, goroutines, buildId: profile.mappings[0]?.buildId || undefined };
    } catch (error) {
      return { bytes: got?.body.length ?? 0, failure: this.explain(error, got?.redirectedTo) };
    }
  }

  /** Best effort: nothing is said where there are none. */
  private async readMetrics(abort: AbortSignal): Promise<MetricsReading | undefined> {
    try {
      return parseMetrics((await this.ask(this.target.metrics, abort)).body.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  private explain(error: unknown, redirectedTo?: string): string {
    const asked = `${this.target.name}/debug/pprof/goroutine`;
    // Without its query, which may hold a session.
    const redirect = redirectedTo === undefined ? '' : ` (redirected to ${redirectedTo.replace(/[?#].*/s, '')})`;
    const came = error instanceof Error ? error.message : String(error);
    return `asked for ${asked}${redirect}, got: ${came}. ${adviceFor(error)}`;
  }
}

function adviceFor(error: unknown): string {
  const status = error instanceof HttpProblem ? error.status : 200;
  switch (status) {
    case undefined:
      return 'Is the program running, and is this the port that serves pprof?';
    case 401:
    case 403:
      return 'Give user and password in the URL (http://user:password@host), or ask from where it is allowed.';
    case 404:
      return 'Does the program import net/http/pprof, and is that mounted at /debug/pprof/ below the URL?';
    case 200:
      return 'Is the URL that of a Go program with net/http/pprof, and no login or proxy before it?';
    default:
      return 'What does the program, or a proxy before it, say in its log?';
  }
}
