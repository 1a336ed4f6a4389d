import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { diagnose } from '../../src/core/diagnosis/diagnose';
import { MemoryHistory } from '../../src/core/history/memory';
import { parseMetrics } from '../../src/core/memstats/metrics';
import { decodeProfile } from '../../src/core/profile/decode';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';

/**
 * tsx bench/diagnosis/main.ts DEMO [MINUTES]: what is said, scrape by scrape, of the demo's cases and of Debian's
 * prometheus under load, all side by side at 2 s. For each program a line whenever the verdict, or what stands beside it,
 * becomes another.
 */
const [binary = '', minutes = '10'] = process.argv.slice(2);
const EVERY_MS = 2_000;
/** As a dashboard's "last 5 minutes". */
const WINDOW_MS = 5 * 60_000;

const CASES = ['contextmap', 'deferloop', 'grpc', 'consumer', 'keepalive'];
const FIRST_PORT = 6_110;

interface Program {
  name: string;
  url: string;
  child: ChildProcess;
}

function startDemo(name: string, port: number, env: NodeJS.ProcessEnv = {}): Program {
  const addr = `127.0.0.1:${port}`;
  const cases = name.startsWith('healthy')
    ? 'healthy'
    : name.startsWith('burst')
      ? 'healthy,burst=2'
      : `healthy,${name}`;
  const child = spawn(binary, ['-addr', addr, '-start', cases], { stdio: 'ignore', env: { ...process.env, ...env } });
  return { name, url: `http://${addr}`, child };
}

/** Scrapes all the others once a second, which is load enough to make its own heap saw. */
function startPrometheus(port: number, targets: readonly string[]): Program {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-prometheus-'));
  const addr = `127.0.0.1:${port}`;
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'demo', static_configs: [{ targets: [...targets, addr] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const child = spawn(
    'prometheus',
    [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=${addr}`],
    { stdio: 'ignore' }
  );
  return { name: 'prometheus', url: `http://${addr}`, child };
}

class Watch {
  private readonly history = new MemoryHistory({ maxAgeMs: Infinity });
  private readonly interner = new StackInterner();
  private said = '';

  constructor(
    private readonly program: Program,
    private readonly beganMs: number
  ) {}

  async scrape(): Promise<void> {
    const atMs = Date.now();
    const { name, url } = this.program;
    try {
      const [profile, metrics] = await Promise.all([
        fetch(`${url}/debug/pprof/goroutine`).then((answer) => answer.arrayBuffer()),
        fetch(`${url}/metrics`).then((answer) => answer.text()),
      ]);
      const goroutines = goroutineCounts(decodeProfile(gunzipSync(new Uint8Array(profile))), this.interner);
      const cost = { requests: 2, bytes: 0, durationMs: 0 };
      this.history.append({ atMs, goroutines, ...parseMetrics(metrics), cost, failures: [] });
    } catch (error) {
      process.stdout.write(`${name}: ${String(error)}\n`);
      return;
    }
    const findings = diagnose(this.history.range(atMs - WINDOW_MS, atMs));
    const said = findings.map(({ id, severity }) => `${id} (${severity})`).join(', ');
    if (said !== this.said) {
      this.said = said;
      const second = Math.round((atMs - this.beganMs) / 1000);
      process.stdout.write(
        `${name.padEnd(12)} ${String(second).padStart(4)} s  ${said}\n      ${findings[0]?.text ?? ''}\n`
      );
    }
  }
}

async function main(): Promise<void> {
  const demos = [...CASES, 'healthy'].map((name, i) => startDemo(name, FIRST_PORT + i));
  const bursts = ['0', '1'].map((setting, i) =>
    startDemo(`burst ${setting}`, FIRST_PORT + 20 + i, { GODEBUG: `madvdontneed=${setting}` })
  );
  const prometheus = startPrometheus(
    FIRST_PORT + 30,
    [...demos, ...bursts].map(({ url }) => url.slice('http://'.length))
  );
  const programs = [...demos, ...bursts, prometheus];
  try {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const beganMs = Date.now();
    const watches = programs.map((program) => new Watch(program, beganMs));
    while (Date.now() - beganMs < Number(minutes) * 60_000) {
      const dueMs = Date.now() + EVERY_MS;
      await Promise.all(watches.map((watch) => watch.scrape()));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - Date.now())));
    }
  } finally {
    programs.forEach(({ child }) => child.kill('SIGTERM'));
  }
}

void main();
