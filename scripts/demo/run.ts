import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, ROOT } from '../stale';
import { Problem } from './options';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** While something takes long, a line every so often: a silent terminal looks like a hung one. */
const HEARTBEAT_MS = 15_000;

/** Runs a command to its end with its output in a log file; a failure becomes one line that names the log. */
export async function runLogged(options: {
  title: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string>;
  /** What to say when there is no such command. */
  missing: string;
}): Promise<void> {
  const log = path.join(CACHE, 'logs', `${options.title.replace(/\W+/g, '-')}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  const out = openSync(log, 'w');
  const startedMs = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  say(`Building ${options.title} ...`);
  const heartbeat = setInterval(() => say(`  still building ${options.title}, ${seconds()}`), HEARTBEAT_MS);
  try {
    const child = spawn(options.command, options.args, {
      cwd: path.join(ROOT, options.cwd ?? '.'),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', out, out],
    });
    const code = await ended(child, options.missing);
    if (code !== 0) {
      const reason = firstError(readFileSync(log, 'utf8'));
      throw new Problem(`building ${options.title} failed: ${reason} (all of it in ${path.relative(ROOT, log)})`);
    }
    say(`  ${options.title} built in ${seconds()}`);
  } finally {
    clearInterval(heartbeat);
    closeSync(out);
  }
}

/** The exit code; a Problem when the command is not there. */
export function ended(child: ChildProcess, missing: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Problem(error.code === 'ENOENT' ? missing : error.message))
    );
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The line of a build's output that most likely says what is wrong. */
export function firstError(log: string): string {
  const lines = log
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.find((line) => /error|cannot|undefined:|not found/i.test(line) && !/^npm /.test(line));
  return (telling ?? lines.at(-1) ?? 'it said nothing').slice(0, 300);
}
