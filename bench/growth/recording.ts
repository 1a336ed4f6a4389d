import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MemoryHistory } from '../../src/core/history/memory';
import { decodeProfile } from '../../src/core/profile/decode';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';
import type { TimestampMs } from '../../src/core/scrape';

/** What the demo program says of itself, as far as it is kept. */
export interface Truth {
  version: string;
  startTimeMs: TimestampMs;
  cases: Record<string, { ratePerMinute: number; leaks: Array<{ function: string; count: number }> }>;
}

/** One line of a recording: the goroutine profile as it came (gzip, base64), and /truth right after it. */
interface Line {
  atMs: TimestampMs;
  profile: string;
  truth: Truth;
}

export interface RecordingPlan {
  binary: string;
  /** As the demo's -start takes them. */
  cases: string;
  minutes: number;
  everyMs: number;
  /** Minutes after which the process ends and another is started; with another version it is a deploy. */
  restarts?: ReadonlyArray<{ afterMinutes: number; version: string }>;
  path: string;
}

/** Scrapes the demo program for as long as the plan says, on the wall clock, a line of JSON a scrape. */
export async function record({ binary, cases, everyMs, minutes, path, restarts = [] }: RecordingPlan): Promise<void> {
  writeFileSync(path, '');
  const began = Date.now();
  const left = [...restarts];
  let demo = await startDemo(binary, cases, 'v1.4.1');
  try {
    for (let scrape = 0; scrape * everyMs < minutes * 60_000; scrape++) {
      const next = left[0];
      if (next && scrape * everyMs >= next.afterMinutes * 60_000) {
        left.shift();
        demo.child.kill('SIGINT');
        demo = await startDemo(binary, cases, next.version);
      }
      await untilMs(began + scrape * everyMs);
      const atMs = Date.now();
      const body = await (await fetch(`${demo.url}/debug/pprof/goroutine`)).arrayBuffer();
      const { cases: all, startTimeMs, version } = (await (await fetch(`${demo.url}/truth`)).json()) as Truth;
      const running = Object.entries(all).filter(([name]) => cases.includes(name));
      const kept = running.map(([name, { leaks = [], ratePerMinute }]) => [name, { ratePerMinute, leaks }]);
      const truth: Truth = { version, startTimeMs, cases: Object.fromEntries(kept) };
      const line: Line = { atMs, profile: Buffer.from(body).toString('base64'), truth };
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    }
  } finally {
    demo.child.kill('SIGINT');
  }
}

async function startDemo(
  binary: string,
  cases: string,
  version: string
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(binary, ['-addr', '127.0.0.1:0', '-version', version, '-start', cases], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${binary} ended with ${code}`)));
    child.stdout.once('data', (data: Buffer) => resolve(String(data)));
  });
  return { child, url: /http:\S+/.exec(line)?.[0] ?? '' };
}

async function untilMs(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - Date.now())));
}

/** A recording as the history of one target, with what the program said of itself. */
export interface Recording {
  history: MemoryHistory;
  times: TimestampMs[];
  /** One a scrape. */
  truths: Truth[];
  /** When a process of another version started. */
  deploys: TimestampMs[];
}

export function readRecording(path: string): Recording {
  const interner = new StackInterner();
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  const recording: Recording = { history, times: [], truths: [], deploys: [] };
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') {
      continue;
    }
    const { atMs, profile, truth } = JSON.parse(text) as Line;
    const body = gunzipSync(Buffer.from(profile, 'base64'));
    const goroutines = goroutineCounts(decodeProfile(new Uint8Array(body)), interner);
    const { startTimeMs, version } = truth;
    const cost = { requests: 1, bytes: body.length, durationMs: 0 };
    history.append({ atMs, goroutines, process: { startTimeMs, version }, cost, failures: [] });
    const before = recording.truths.at(-1);
    if (before && before.version !== version) {
      recording.deploys.push(startTimeMs);
    }
    recording.times.push(atMs);
    recording.truths.push(truth);
  }
  return recording;
}
