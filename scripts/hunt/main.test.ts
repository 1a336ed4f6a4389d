/** @jest-environment node */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode, small } from '../../testdata/helpers/encode';
import { hunt } from './hunt';
import type { HuntJson } from './json';

// Against a server that plays a program; the real thing is in main.live.test.ts.

jest.setTimeout(60_000);

const METRICS = readFileSync(path.resolve(__dirname, '../../testdata/captures/prom.metrics'), 'utf8');

let server: Server;
let base = '';
/** Profiles served so far, by the first element of the path. */
const served = new Map<string, number>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const [, program = '', ...rest] = (request.url ?? '').split('/');
    const page = `/${rest.join('/')}`;
    const nth = served.get(program) ?? 0;
    if (page === '/debug/pprof/goroutine?debug=0') {
      served.set(program, nth + 1);
    }
    const [status, body, headers = {}] = answerOf(program, page, nth, request.headers.authorization);
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

type Page = [status: number, body: string | Buffer, headers?: Record<string, string>];

function answerOf(program: string, page: string, nth: number, authorization: string | undefined): Page {
  if (program === 'login') {
    return page.startsWith('/form')
      ? [200, '<!DOCTYPE html><title>Log in</title>']
      : [302, '', { Location: '/login/form?session=1' }];
  }
  if (program === 'guarded' && authorization !== `Basic ${Buffer.from('ann:secret').toString('base64')}`) {
    return [401, 'Unauthorized\n'];
  }
  if (page === '/metrics' && program === 'restarted') {
    return [
      200,
      METRICS.replace(/^(process_start_time_seconds) .*$/m, `$1 ${nth > 10 ? 1_800_000_000 : 1_700_000_000}`),
    ];
  }
  if (page !== '/debug/pprof/goroutine?debug=0' || program === 'absent') {
    return [404, '404 page not found\n'];
  }
  if (program === 'failing' && nth % 4 === 1) {
    return [503, 'overloaded\n'];
  }
  return [200, gzipSync(profile(program === 'level' ? 40 : 40 + 3 * nth))];
}

/** `leaked` goroutines in main.leak, and three elsewhere in it. */
function profile(leaked: number): Uint8Array {
  return encode(
    small([
      [
        [1, 1],
        [2, leaked],
      ],
      [
        [1, 2],
        [2, 3],
      ],
    ])
  );
}

/** In real time half of these 41 scrapes are needed to judge by: a busy machine may skip the others. */
const QUICK = ['--for', '8s', '--every', '200ms'];

/** The tool in this process, by a clock that goes only when somebody waits for it. */
function huntAt(url: string, args: readonly string[] = [], abort = new AbortController().signal) {
  let nowMs = 1_800_000_000_000;
  return hunt([url, ...QUICK, ...args], abort, {
    now: () => nowMs,
    sleep: (ms) => Promise.resolve(void (nowMs += ms)),
  });
}

/** The tool itself, as a process. */
function spawnHunt(url: string, ...args: string[]) {
  const child = spawn('node', ['--import', 'tsx', path.join(__dirname, 'main.ts'), url, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended: ended.then((code) => ({ code, stdout, stderr })) };
}

it('finds what grows: exit 1, JSON as documented', async () => {
  const { code, stderr, stdout } = await spawnHunt(`${base}/growing`, ...QUICK, '--json').ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const found = JSON.parse(stdout) as HuntJson;
  expect(Object.keys(found)).toEqual(['target', 'from', 'to', 'scrapes', 'failed', 'suspects', 'caveats']);
  expect(found).toMatchObject({ target: `${base}/growing`, failed: 0 });
  const [suspect, ...others] = found.suspects;
  expect(others).toEqual([]);
  expect(Object.keys(suspect ?? {}).sort()).toEqual(
    ['functions', 'blockedOn', 'count', 'perMinute', 'low', 'high', 'since', 'members', 'evidence'].sort()
  );
  // Location 1 is main.leak, inlined in itself.
  expect(suspect).toMatchObject({ functions: ['main.leak', 'main.leak'], blockedOn: 'running' });
  expect(suspect?.members).toEqual([
    { functions: suspect?.functions, count: suspect?.count, perMinute: suspect?.perMinute },
  ]);
  // Three more with each scrape.
  expect(suspect?.count).toBe(40 + 3 * (found.scrapes - 1));
  const minutes = (Date.parse(found.to) - Date.parse(found.from)) / 60_000;
  const ratio = (suspect?.perMinute ?? 0) / ((3 * (found.scrapes - 1)) / minutes);
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.2);
  expect(suspect?.low).toBeLessThan(suspect?.high ?? 0);
  expect(Date.parse(suspect?.since ?? '')).toBeGreaterThanOrEqual(Date.parse(found.from));
  expect(suspect?.evidence[0]).toEqual({ kind: 'slope', text: expect.stringContaining('goroutines per minute') });
  expect(found.caveats.map(({ kind }) => kind)).toContain('short window');
});

it('tells it to a person', async () => {
  const { exitCode, stdout } = await huntAt(`${base}/told`, ['--quiet']);
  expect(exitCode).toBe(1);
  // Three more with each scrape, five scrapes a second.
  const tersely = stdout.replace(/^ +- (?!Only).*\n/gm, '').replace(/95 %: [\d,]+ to [\d,]+/, '95 %: L to H');
  expect(tersely).toBe(
    [
      `1 leak in ${base}/told: 41 scrapes in 8 s, 2 stacks looked at.`,
      '',
      '1. main.leak',
      '     from main.leak',
      '   blocked on: running',
      '   now:        160 goroutines',
      '   growth:     900 per minute (95 %: L to H), since 08:00:00 UTC or before',
      '   because:',
      '',
      'What could not be seen, and what else was:',
      '  - Only 8 s could be looked at: a leak of less than 37.5 goroutines per minute cannot be seen in it.',
      '',
    ].join('\n')
  );
});

it('finds nothing where nothing grows, and says so, or nothing', async () => {
  const loud = await huntAt(`${base}/level`);
  expect(loud.exitCode).toBe(0);
  expect(loud.stdout).toMatch(/^No leak in http:\S+\/level: 41 scrapes in 8 s, 2 stacks looked at\.\n/);
  expect(await huntAt(`${base}/level`, ['--quiet'])).toEqual({ exitCode: 0, stdout: '' });
});

it('does not look at what it is told to ignore', async () => {
  const { exitCode, stdout } = await huntAt(`${base}/ignored`, ['--ignore', '^main\\.le']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(' 0 stacks looked at.');
});

it('counts failed scrapes, and goes on', async () => {
  const { exitCode, stdout } = await huntAt(`${base}/failing`, ['--json']);
  expect(exitCode).toBe(1);
  // The second of each four.
  expect(JSON.parse(stdout)).toMatchObject({ failed: 10, scrapes: 31 });
});

it('sees a restart, and does not pass on the little that came before it', async () => {
  const { exitCode, stdout, trouble } = await huntAt(`${base}/restarted`, ['--warm-up', '8s', '--json']);
  expect((JSON.parse(stdout) as HuntJson).caveats.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['too few scrapes', 'restarts'])
  );
  expect(exitCode).toBe(2);
  expect(trouble).toMatch(/^not enough data\. Too few scrapes to judge: 1[0-2] usable, 20 are needed\. /);
});

it.each<[string, () => string, RegExp]>([
  [
    'there is no pprof',
    () => `${base}/absent`,
    /got: HTTP 404 Not Found: 404 page not found\. Does the program import net\/http\/pprof/,
  ],
  [
    'access is refused',
    () => `${base.replace('//', '//ann:wrong@')}/guarded`,
    /\/\/127\S+\/guarded\S+ got: HTTP 401 Unauthorized: Unauthorized\. Give user and password in the URL/,
  ],
  [
    'a login stands before it',
    () => `${base}/login`,
    /\(redirected to http:\S+\/login\/form\), got: expected a profile, found HTML\. Is the URL that/,
  ],
])('says what to do where %s', async (_, url, message) => {
  await expect(huntAt(url())).rejects.toThrow(message);
});

it('takes user and password from the URL', async () => {
  const url = `${base.replace('//', '//ann:secret@')}/guarded`;
  const { exitCode, stdout } = await huntAt(url);
  expect(exitCode).toBe(1);
  expect(stdout).not.toContain('secret');
});

it.each<[string, string[], RegExp]>([
  ['nobody listens', ['http://127.0.0.1:9'], /goroutine, got: .*(ECONNREFUSED|bad port).*\. Is the program running/],
  ['the URL is none', ['localhost:6060'], /expected the URL of a program such as http:\/\/localhost:6060/],
  ['an option is none', ['http://127.0.0.1:9', '--speed'], /Unknown option '--speed'\. Try --help$/],
])('exit 2 and one line where %s', async (_, [url = '', ...args], message) => {
  const { code, stderr, stdout } = await spawnHunt(url, ...QUICK, ...args).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^hunt: [^\n]*\n$/);
  expect(stderr.trimEnd()).toMatch(message);
});

it('tells on Ctrl-C what there is', async () => {
  const { child, ended } = spawnHunt(`${base}/stopped`, '--every', '100ms');
  while ((served.get('stopped') ?? 0) < 30) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Twice at once, as under npm.
  child.kill('SIGINT');
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^1 leak in /);
});
