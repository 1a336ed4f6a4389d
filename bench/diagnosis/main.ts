import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Watch, type RawScrape } from './watch';

/**
 * tsx bench/diagnosis/main.ts DEMO [MINUTES] [FOLDER]: what is said, scrape by scrape, of the demo's cases and of
 * Debian's prometheus under load, all side by side at 2 s. For each program a line whenever the verdict, or what stands
 * beside it, becomes another. With a folder the scrapes are recorded there, for replay.ts.
 */
const [binary = '', minutes = '10', folder] = process.argv.slice(2);
const EVERY_MS = 2_000;

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

async function scrape({ url }: Program): Promise<RawScrape> {
  const atMs = Date.now();
  const [profile, metrics] = await Promise.all([
    fetch(`${url}/debug/pprof/goroutine`).then((answer) => answer.arrayBuffer()),
    fetch(`${url}/metrics`).then((answer) => answer.text()),
  ]);
  return { atMs, metrics, profile: Buffer.from(profile).toString('base64') };
}

async function look({ program, watch }: { program: Program; watch: Watch }): Promise<void> {
  try {
    const seen = await scrape(program);
    if (folder !== undefined) {
      appendFileSync(join(folder, `${program.name.replace(' ', '-')}.jsonl`), `${JSON.stringify(seen)}\n`);
    }
    watch.see(seen);
  } catch (error) {
    process.stdout.write(`${program.name}: ${String(error)}\n`);
  }
}

async function main(): Promise<void> {
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
  }
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
    const watches = programs.map((program) => ({ program, watch: new Watch(program.name) }));
    while (Date.now() - beganMs < Number(minutes) * 60_000) {
      const dueMs = Date.now() + EVERY_MS;
      await Promise.all(watches.map(look));
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - Date.now())));
    }
  } finally {
    programs.forEach(({ child }) => child.kill('SIGTERM'));
  }
}

void main();
