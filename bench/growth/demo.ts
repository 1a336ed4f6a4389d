import { spawn } from 'node:child_process';
import { gunzipSync } from 'node:zlib';
import { suspects } from '../../src/core/growth/suspects';
import { MemoryHistory } from '../../src/core/history/memory';
import { decodeProfile } from '../../src/core/profile/decode';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';

// tsx bench/growth/demo.ts BINARY CASES [SCRAPES]: the demo program itself, scraped at 2 s, against its own /truth.

const [binary = '', cases = '', scrapes = '150'] = process.argv.slice(2);
const EVERY_MS = 2_000;

interface Truth {
  cases: Record<string, { ratePerMinute: number; leaks?: Array<{ function: string; count: number }> }>;
}

async function main(): Promise<void> {
  const child = spawn(binary, ['-addr', '127.0.0.1:0', '-start', cases], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(String(data)))
    );
    const url = /http:\S+/.exec(line)?.[0] ?? '';
    const interner = new StackInterner();
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    const truths: Truth[] = [];
    for (let scrape = 0; scrape < Number(scrapes); scrape++) {
      const atMs = Date.now();
      const body = await (await fetch(`${url}/debug/pprof/goroutine`)).arrayBuffer();
      const goroutines = goroutineCounts(decodeProfile(gunzipSync(new Uint8Array(body))), interner);
      history.append({ atMs, goroutines, process: {}, cost: { requests: 1, bytes: 0, durationMs: 0 }, failures: [] });
      if (scrape === 0 || scrape === Number(scrapes) - 1) {
        truths.push((await (await fetch(`${url}/truth`)).json()) as Truth);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, EVERY_MS - (Date.now() - atMs))));
    }
    const range = history.range(0, Infinity);
    const minutes = ((range.times.at(-1) ?? 0) - (range.times[0] ?? 0)) / 60_000;
    const found = suspects(range);
    for (const { count, evidence, high, leader, low, members, perMinute } of found.suspects) {
      process.stdout.write(
        `${leader.stack.frames[leader.stack.userFrame]?.function ?? 'no user frame'}, ${leader.stack.blockedOn}: ${count}, ` +
          `${perMinute.toFixed(2)}/min [${low.toFixed(2)}, ${high.toFixed(2)}], ${members.length} stacks\n` +
          members.map(({ count: own, stack }) => `    ${own} ${stack.frames[stack.userFrame]?.function}\n`).join('') +
          evidence.map(({ text }) => `  - ${text}\n`).join('')
      );
    }
    process.stdout.write(
      `caveats: ${found.caveats.map(({ kind }) => kind).join(', ')}; ${range.stacks.length} stacks\n`
    );
    for (const [name, { leaks = [], ratePerMinute }] of Object.entries(truths[1]?.cases ?? {})) {
      for (const leak of leaks) {
        const before = truths[0]?.cases[name]?.leaks?.find((one) => one.function === leak.function)?.count ?? 0;
        const pace = (leak.count - before) / minutes;
        if (pace > 0) {
          process.stdout.write(
            `truth ${name} (${ratePerMinute} steps/min) ${leak.function}: ${leak.count}, ${pace.toFixed(2)}/min\n`
          );
        }
      }
    }
  } finally {
    child.kill('SIGINT');
  }
}

void main();
