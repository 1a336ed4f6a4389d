/** @jest-environment node */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode, small } from '../../testdata/helpers/encode';

const HEAP = path.resolve(__dirname, '../../testdata/captures/prom.heap.d0');
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-inspect-'));

let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const answers: Record<string, [status: number, body: string | Buffer]> = {
      '/heap': [200, readFileSync(HEAP)],
      '/login': [200, '<!DOCTYPE html><html><body>Log in</body></html>'],
      '/empty': [200, ''],
    };
    const [status, body] = answers[request.url ?? ''] ?? [404, '404 page not found\n'];
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** The tool itself, as a process. */
function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('node', ['--import', 'tsx', path.join(__dirname, 'main.ts'), ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

function file(name: string, bytes: Uint8Array | string): string {
  const full = path.join(folder, name);
  writeFileSync(full, bytes);
  return full;
}

it('says the same of a file, of the file inflated, and of a URL', async () => {
  const { code, stdout } = await run(HEAP, '--top', '3');
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'File: prometheus',
      'Build ID: 7c70e08457648609a728f201858408269834e0eb',
      'Type: inuse_space',
      'Time: 2026-11-21 01:45:57 UTC',
      'Showing nodes accounting for 5419.50kB, 63.72% of 8504.65kB total',
      'Showing top 3 nodes out of 40',
      '      flat  flat%   sum%        cum   cum%',
      ' 2560.12kB 30.10% 30.10%  2560.12kB 30.10%  github.com/prometheus/prometheus/tsdb.newStripeSeries (inline)',
      ' 2049.41kB 24.10% 54.20%  2049.41kB 24.10%  github.com/aws/aws-sdk-go/aws/endpoints.init',
      '  809.97kB  9.52% 63.72%   809.97kB  9.52%  bufio.NewReaderSize (inline)',
      '',
    ].join('\n')
  );
  expect((await run(`${base}/heap`, '--top', '3')).stdout).toBe(stdout);
});

const bad = (name: string, bytes: Uint8Array | string) => () => file(name, bytes);
const gz = gzipSync(encode(small([])));

it.each<[string, () => string, RegExp]>([
  ['is missing', () => path.join(folder, 'nowhere'), /: no such file$/],
  ['is a folder', () => folder, /: it is a folder$/],
  ['is empty', bad('empty', ''), /: it is empty$/],
  ['is HTML', bad('page.html', '<html><body>Log in</body></html>'), /: expected a profile, found HTML$/],
  [
    'is a text form',
    bad('d1', 'goroutine profile: total 5\n1 @ 0x1\n'),
    /found its text form: ask for it without debug=1/,
  ],
  ['is other text', bad('notes', 'Dear diary,\ntoday all leaks were found.'), /found text: Dear diary,$/],
  ['is no profile', bad('noise', Uint8Array.of(0x0b, 0xff, 0, 1, 2, 3)), /: expected wire type/],
  ['is cut', bad('cut.pb', encode(small([])).subarray(0, -3)), /: Profile.string_table says 15 bytes, but 12 are left/],
  ['is cut gzip', bad('cut.gz', gz.subarray(0, -10)), /: bad gzip, cut or damaged: unexpected end of file$/],
  ['is damaged gzip', bad('bad.gz', Buffer.from(gz).fill(0xff, 20, 30)), /: bad gzip, cut or damaged: /],
  ['contradicts itself', bad('twice.pb', encode(small([], [[5, [[1, 1]]]]))), /: two functions have the id 1$/],
  ['has no sample types', bad('typeless.pb', encode([[6, '']])), /: it has no sample types$/],
  ['is behind HTTP 404', () => `${base}/nothing`, /: HTTP 404 Not Found: 404 page not found$/],
  ['is behind a login', () => `${base}/login`, /: expected a profile, found HTML$/],
  ['is an empty answer', () => `${base}/empty`, /: it is empty$/],
  ['is behind a closed port', () => 'http://127.0.0.1:1/heap', /: .*(ECONNREFUSED|bad port)/],
])('one line where it %s', async (_, source, message) => {
  const { code, stderr, stdout } = await run(source());
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^inspect: [^\n]*\n$/);
  expect(stderr.trimEnd()).toMatch(message);
});

it.each([
  [[HEAP, '--sample-type', 'goroutine'], /has no sample type "goroutine": there is alloc_objects, alloc_space, inuse_/],
  [[HEAP, '--group', 'label:user'], /no sample has the label "user": there is bytes$/],
  [[HEAP, '--group', 'label:'], /--group wants function, stack or label:KEY, not "label:"/],
  [[HEAP, '--group', 'stack', '--view', 'top'], /--view top does not go with --group stack/],
  [[HEAP, '--granularity', 'methods'], /--granularity wants functions, lines, files, addresses, not "methods"/],
  [[HEAP, '--top', 'all'], /--top wants a number, not "all"/],
  [[HEAP, '--speed'], /Unknown option '--speed'/],
  [[], /expected one file or URL, found 0. Try --help/],
])('one line for %j', async (args, message) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^inspect: [^\n]*\n$/);
  expect(stderr.trimEnd()).toMatch(message);
});

it('has no quarrel with a reader who leaves', async () => {
  const child = spawn('node', [
    '--import',
    'tsx',
    path.join(__dirname, 'main.ts'),
    HEAP,
    '--top',
    '0',
    '--view',
    'traces',
  ]);
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  child.stdout.destroy();
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  expect(stderr).toBe('');
});
