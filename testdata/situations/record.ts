import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { SituationScrape, SituationTruth } from './recording';

/**
 * tsx testdata/situations/record.ts PROGRAM [NAME...]: runs each situation of PROGRAM, all side by side, scrapes it once a
 * second and writes NAME.jsonl.gz beside this file. See README.md.
 */
const [program = '', ...names] = process.argv.slice(2);

const EVERY_MS = 1_000;
const FIRST_PORT = 6_210;
const MIB = 2 ** 20;

interface Plan {
  /** The program's own name of it. */
  readonly mode: string;
  readonly seconds: number;
  /** Killed at this RSS and started anew, as the kernel does at a container's limit. */
  readonly killAtBytes?: number;
}

const PLANS: Readonly<Record<string, Plan>> = {
  offheap: { mode: 'offheap', seconds: 120 },
  fragmentation: { mode: 'fragmentation', seconds: 120 },
  gcnearlimit: { mode: 'gcnearlimit', seconds: 90 },
  highflat: { mode: 'highflat', seconds: 120 },
  oomkill: { mode: 'leak', seconds: 150, killAtBytes: 192 * MIB },
  idle: { mode: 'idle', seconds: 120 },
};

/** One process after another at one address. */
class Supervisor {
  readonly killedAt: number[] = [];
  private child: ChildProcess | undefined;
  private isEnding = false;

  constructor(
    private readonly mode: string,
    private readonly addr: string,
    private readonly killAtBytes = Infinity
  ) {}

  start(): void {
    const child = spawn(program, ['-addr', this.addr, this.mode], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('exit', () => this.isEnding || this.start());
    this.child = child;
  }

  /** Looks at RSS as the kernel does: far more often than anybody scrapes. */
  async watch(): Promise<void> {
    while (!this.isEnding) {
      const rss = rssOf(this.child?.pid);
      if (rss >= this.killAtBytes) {
        this.killedAt.push(rss);
        const dead = new Promise((resolve) => this.child?.once('exit', resolve));
        this.child?.kill('SIGKILL');
        await dead;
      }
      await sleep(20);
    }
  }

  end(): void {
    this.isEnding = true;
    this.child?.kill('SIGTERM');
  }
}

/** VmRSS of /proc/PID/status, bytes; 0 where there is no such process. */
function rssOf(pid: number | undefined): number {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    return 0;
  }
}

async function record(name: string, { killAtBytes, mode, seconds }: Plan, port: number): Promise<void> {
  const addr = `127.0.0.1:${port}`;
  const supervisor = new Supervisor(mode, addr, killAtBytes);
  supervisor.start();
  const watching = supervisor.watch();
  const lines: string[] = [];
  const endMs = Date.now() + seconds * 1_000;
  while (Date.now() < endMs) {
    const atMs = Date.now();
    try {
      const metrics = await (await fetch(`http://${addr}/metrics`)).text();
      const told = (await (await fetch(`http://${addr}/truth`)).json()) as Omit<SituationTruth, 'killedAt'>;
      const truth: SituationTruth = { ...told, killedAt: [...supervisor.killedAt] };
      lines.push(JSON.stringify({ atMs, metrics, truth } satisfies SituationScrape));
    } catch {
      // Not up yet, or just killed: a scrape that failed, as a sampler has it too.
    }
    await sleep(Math.max(0, EVERY_MS - (Date.now() - atMs)));
  }
  supervisor.end();
  await watching;
  const gz = gzipSync(`${lines.join('\n')}\n`, { level: 9 });
  writeFileSync(join(import.meta.dirname, `${name}.jsonl.gz`), gz);
  process.stdout.write(`${name}: ${lines.length} scrapes, ${gz.length} bytes, ${supervisor.killedAt.length} kills\n`);
}

const chosen = Object.entries(PLANS).filter(([name]) => names.length === 0 || names.includes(name));
void Promise.all(chosen.map(([name, plan], i) => record(name, plan, FIRST_PORT + i)));
