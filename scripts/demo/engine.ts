import { spawnSync } from 'node:child_process';
import type { DemoOptions } from './options';

export type Host = { kind: 'grafana'; compose: string[]; why: string } | { kind: 'preview'; why: string };

/** An engine that is starting or hung must not keep a person waiting. */
const ENGINE_TIMEOUT_MS = 4000;

/** Grafana where it can run, else the preview; and the reason, for a person to read. */
export function chooseHost(options: DemoOptions): Host {
  if (options.preview) {
    return { kind: 'preview', why: 'asked for with --preview' };
  }
  if (options.targetUrl !== undefined && isLoopback(options.targetUrl)) {
    return { kind: 'preview', why: 'a container could not reach TIDEMARK_TARGET_URL on loopback' };
  }
  if (!succeeds(['docker', 'info'])) {
    return { kind: 'preview', why: 'no Docker engine answers here' };
  }
  const compose = [['docker', 'compose'], ['docker-compose']].find((command) => succeeds([...command, 'version']));
  return compose
    ? { kind: 'grafana', compose, why: 'a Docker engine answers (--preview for the preview host)' }
    : { kind: 'preview', why: 'a Docker engine answers, but there is no docker compose' };
}

function succeeds([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: ENGINE_TIMEOUT_MS }).status === 0;
}

function isLoopback(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
