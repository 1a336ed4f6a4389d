import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE, ROOT } from '../stale';
import { stopProcess, type Started } from './children';
import { Problem, type DemoOptions } from './options';
import { firstError, say } from './run';

const HEARTBEAT_MS = 15_000;

/** `docker compose up --build` until Grafana answers. Resolves with its URL. */
export async function startGrafana(
  compose: readonly string[],
  options: DemoOptions,
  started: Started,
  onEnd: (why: string) => void
): Promise<string> {
  const [command = 'docker', ...first] = compose;
  const log = path.join(CACHE, 'logs', 'compose.log');
  mkdirSync(path.dirname(log), { recursive: true });
  const out = openSync(log, 'w');
  const env = { ...process.env, TIDEMARK_PORT: String(options.port) };
  say(`Starting Grafana and the demo program; the first time, images are fetched (${path.relative(ROOT, log)})`);
  // A group of its own, so that Ctrl-C reaches it through `down` alone, in order.
  const child = spawn(command, [...first, 'up', '--build'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', out, out],
    detached: true,
  });
  started.add(async () => {
    spawnSync(command, [...first, 'down', '--timeout', '5'], { cwd: ROOT, env, stdio: 'ignore' });
    await stopProcess(child);
    closeSync(out);
  });
  let ended: string | undefined;
  const end = (why: string) => {
    ended = why;
    onEnd(why);
  };
  child.once('error', (error) => end(`${compose.join(' ')} could not be started: ${error.message}`));
  child.once('exit', () =>
    end(`${compose.join(' ')} ended: ${firstError(readFileSync(log, 'utf8'))} (${path.relative(ROOT, log)})`)
  );

  const url = `http://127.0.0.1:${options.port}`;
  for (let waitedMs = 0; !(await answers(url)); waitedMs += 1000) {
    if (ended !== undefined) {
      throw new Problem(ended);
    }
    if (waitedMs > 0 && waitedMs % HEARTBEAT_MS === 0) {
      say(`  still starting, ${waitedMs / 1000} s`);
    }
    await sleep(1000);
  }
  return url;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}
