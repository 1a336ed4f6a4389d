import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hashOf, ROOT } from '../stale';
import { DEMO_INPUTS, PLUGIN_INPUTS } from './builds';

jest.setTimeout(60_000);

/** The runner as a person starts it, with builds that are fresh already and a demo program that only says it listens. */
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tidemark-demo-'));
  env = {
    ...process.env,
    TIDEMARK_CACHE: folder,
    TIDEMARK_DIST: path.join(folder, 'dist'),
    TIDEMARK_TARGET_URL: '',
    PORT: '0',
  };
  for (const made of ['dist', 'demo', 'stamps', 'preview']) {
    mkdirSync(path.join(folder, made));
  }
  writeFileSync(path.join(folder, 'dist', 'plugin.json'), '{"id":"tidemark-pprof-app","type":"app"}');
  writeFileSync(path.join(folder, 'stamps', 'plugin.sha256'), hashOf(PLUGIN_INPUTS));
  writeFileSync(path.join(folder, 'stamps', 'demo.sha256'), hashOf(DEMO_INPUTS));
  writeFileSync(path.join(folder, 'preview', 'index.js'), '');
  writeFileSync(
    path.join(folder, 'stamps', 'preview.sha256'),
    hashOf(['preview/host', 'preview/build.ts', 'package-lock.json'])
  );
  demoProgram('echo "demo v0 listening on http://127.0.0.1:9"; exec sleep 600');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function demoProgram(script: string): void {
  writeFileSync(path.join(folder, 'demo', 'demo'), `#!/bin/sh\necho $$ > ${folder}/pid\n${script}\n`, { mode: 0o755 });
}

function run(...args: string[]) {
  return start('--preview', ...args);
}

function start(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', ...args], { cwd: ROOT, env });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += chunk));
  child.stderr.on('data', (chunk) => (output.err += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const ready = async () => {
    while (!output.out.includes('is ready') && child.exitCode === null) {
      await sleep(50);
    }
  };
  return { child, output, ended, ready };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.each(['SIGINT', 'SIGTERM'] as const)('one line with the URL; %s leaves no child and no port', async (signal) => {
  const { child, output, ended, ready } = run();
  await ready();
  expect(output.out).toMatch(
    /^Host: the preview host, because asked for with --preview\nTidemark is ready: http:\/\/127\.0\.0\.1:\d+\/d\/tidemark-goroutines\n$/
  );
  const url = /http:\S+/.exec(output.out)?.[0] ?? '';
  expect((await fetch(new URL('/api/health', url))).status).toBe(200);
  const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
  expect(isRunning(pid)).toBe(true);
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(isRunning(pid)).toBe(false);
  await expect(fetch(url)).rejects.toThrow();
  expect(output.err).toBe('');
});

test('whoever started it dies: nothing is left', async () => {
  // As npm does it: a shell in between, which does not pass its signals on.
  const command = `"${process.execPath}" --import tsx scripts/demo.ts --preview; true`;
  const shell = spawn('sh', ['-c', command], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((resolve) =>
    shell.stdout.on('data', (chunk) => String(chunk).includes('ready') && resolve())
  );
  const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
  shell.kill('SIGTERM');
  for (let waited = 0; isRunning(pid) && waited < 5000; waited += 100) {
    await sleep(100);
  }
  expect(isRunning(pid)).toBe(false);
});

test('a demo program that dies takes the rest along, with one line', async () => {
  demoProgram('echo "demo v0 listening on http://127.0.0.1:9"; sleep 1; echo "out of luck" >&2; exit 3');
  const { output, ended } = run();
  expect(await ended).toBe(1);
  expect(output.err).toBe('demo: the demo program ended (exit code 3): out of luck\n');
});

test('a taken port is one line, before anything is built', async () => {
  const taken = net.createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as net.AddressInfo;
  const { output, ended } = run('--port', String(port));
  expect(await ended).toBe(1);
  expect(output).toEqual({
    out: '',
    err: `demo: port ${port} is taken: choose another with "npm run demo -- --port N"\n`,
  });
  taken.close();
});

test('a missing Go is one line', async () => {
  rmSync(path.join(folder, 'stamps', 'demo.sha256'));
  const nodeOnly = path.join(folder, 'bin');
  mkdirSync(nodeOnly);
  spawnSync('ln', ['-s', process.execPath, path.join(nodeOnly, 'node')]);
  env = { ...env, PATH: nodeOnly };
  const { output, ended } = run();
  expect(await ended).toBe(1);
  expect(output.err).toMatch(/^demo: Go was not found: install Go .*\n$/);
});

test('a failed build is one line that says why and where all of it is', async () => {
  rmSync(path.join(folder, 'stamps', 'demo.sha256'));
  const fake = path.join(folder, 'bin');
  mkdirSync(fake);
  writeFileSync(
    path.join(fake, 'go'),
    '#!/bin/sh\necho "# demo"\necho "./grpc.go:3:1: syntax error: unexpected }"\nexit 1\n',
    { mode: 0o755 }
  );
  env = { ...env, PATH: `${fake}:${process.env.PATH}` };
  const { output, ended } = run();
  expect(await ended).toBe(1);
  expect(output.err).toMatch(
    /^demo: building the demo program failed: \.\/grpc\.go:3:1: syntax error: unexpected } \(all of it in .*the-demo-program\.log\)\n$/
  );
  expect(existsSync(path.join(folder, 'logs', 'the-demo-program.log'))).toBe(true);
});

test('a program of one’s own needs no Go', async () => {
  env = { ...env, TIDEMARK_TARGET_URL: 'http://127.0.0.1:6060' };
  const { child, ended, ready } = run();
  await ready();
  expect(existsSync(`${folder}/pid`)).toBe(false);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test.each([
  [['--port', 'x'], /^demo: "x" is not a port/],
  [['--nonsense'], /^demo: Unknown option '--nonsense'.* Try --help\n$/],
])('%p is one line', async (args, line) => {
  const { output, ended } = run(...args);
  expect(await ended).toBe(1);
  expect(output.err).toMatch(line);
});

test('where a Docker engine answers, Grafana is composed, and taken down at the end', async () => {
  const fake = path.join(folder, 'bin');
  mkdirSync(fake);
  const grafana = `require("http").createServer((_, res) => res.end("{}")).listen(process.env.TIDEMARK_PORT)`;
  const docker = `#!/bin/sh
echo "$*" >> ${folder}/docker.log
case "$*" in
  "compose up --build") echo $$ > ${folder}/pid; exec node -e '${grafana}' ;;
  "compose down"*) kill $(cat ${folder}/pid) ;;
esac
`;
  writeFileSync(path.join(fake, 'docker'), docker, { mode: 0o755 });
  env = { ...env, PATH: `${fake}:${process.env.PATH}` };
  const { child, output, ended, ready } = start();
  await ready();
  expect(output.out).toMatch(/^Host: Grafana in Docker, because a Docker engine answers/);
  expect(output.out).toMatch(/\nTidemark is ready: http:\/\/127\.0\.0\.1:\d+\/d\/tidemark-goroutines\n$/);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(isRunning(Number(readFileSync(`${folder}/pid`, 'utf8')))).toBe(false);
  expect(readFileSync(`${folder}/docker.log`, 'utf8')).toContain('compose down --timeout 5');
  expect(output.err).toBe('');
});

test('--help', async () => {
  const { output, ended } = run('--help');
  expect(await ended).toBe(0);
  expect(output.out).toContain('--preview');
});
