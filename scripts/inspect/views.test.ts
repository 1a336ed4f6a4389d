/** @jest-environment node */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode, small, type Field } from '../../testdata/helpers/encode';
import { inspect } from './inspect';
import type { InspectJson } from './json';
import { label } from '../../src/core/profile/views/measure';
import { columnUnit, percentage } from './units';

const TESTDATA = path.resolve(__dirname, '../../testdata');
const CLOSURES = path.join(TESTDATA, 'closures/go1.27.1.goroutine.d0');
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-views-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the tool says of a profile of these samples; location 1 is an inlined call in itself, 2 calls it. */
async function view(samples: ReadonlyArray<readonly Field[]>, ...args: string[]): Promise<string> {
  const file = path.join(folder, 'profile.pb');
  writeFileSync(file, encode(small(samples)));
  return inspect([file, ...args]);
}

const region = (str: number): Field => [
  3,
  [
    [1, 5],
    [2, str],
  ],
];
const HUGE = 2n ** 62n;

it('adds up the values of a label', async () => {
  const samples: Field[][] = [
    [[1, 1], [2, 5], region(6)],
    [[1, 2], [2, 3], region(8)],
    [[1, 2], [2, 4], region(6)],
    [
      [1, 2],
      [2, 1],
    ],
  ];
  expect(await view(samples, '--group', 'label:region')).toBe(
    [
      'Type: goroutine',
      'Showing values accounting for 13, 100% of 13 total',
      '      flat  flat%   sum%',
      '         9 69.23% 69.23%  eu',
      '         3 23.08% 92.31%  main.leak.func1',
      '         1  7.69%   100%  (no such label)',
      '',
    ].join('\n')
  );
  const { labels } = JSON.parse(await view(samples, '--group', 'label:region', '--json')) as InspectJson;
  expect(labels).toEqual([
    { value: 'eu', sum: 9 },
    { value: 'main.leak.func1', sum: 3 },
    { value: null, sum: 1 },
  ]);
});

it('shows the heaviest stacks, at the granularity asked for', async () => {
  const samples: Field[][] = [
    [
      [1, 1],
      [2, 5],
    ],
    [
      [1, 2],
      [2, 3],
    ],
    [[2, 1]],
  ];
  expect((await view(samples, '--view', 'stacks')).split('\n').slice(2, -1)).toEqual([
    '      flat  flat%   sum%',
    '         5 55.56% 55.56%  main.leak',
    '                          main.leak',
    '         3 33.33% 88.89%  main.leak',
    '         1 11.11%   100%  (empty stack)',
  ]);
  expect(await view(samples, '--group', 'stack', '--granularity', 'lines', '--top', '1')).toContain(
    ' main.leak main.go:10\n                          main.leak main.go:20\n'
  );
  expect(await view(samples, '--view', 'stacks', '--granularity', 'addresses', '--top', '1')).toContain(
    ' 0000000000001000 main.leak main.go:10\n'
  );
});

it('refuses values whose sums could lose digits, and keeps every digit of those of a label', async () => {
  const samples: Field[][] = [
    [[1, 1], [2, HUGE], region(6)],
    [[1, 2], [2, 1], region(6)],
  ];
  for (const name of ['top', 'traces', 'tree', 'stacks']) {
    await expect(view(samples, '--view', name)).rejects.toThrow(
      /whole values of goroutine that add up to 2\^53 at most/
    );
  }
  expect(await view(samples, '--group', 'label:region')).toContain(`${label(HUGE + 1n, 'count')}   100%   100%  eu`);
});

it('takes percentages of the absolute values where some are negative', async () => {
  expect(
    await view(
      [
        [
          [1, 1],
          [2, -6n],
        ],
        [
          [1, 2],
          [2, 2],
        ],
      ],
      '--view',
      'stacks'
    )
  ).toContain('Showing stacks accounting for -4, 50.00% of 8 total');
});

it('shows what has no value at all', async () => {
  expect(await view([])).toBe(
    'Type: goroutine\nShowing nodes accounting for 0, 0% of 0 total\n      flat  flat%   sum%        cum   cum%\n'
  );
  expect(await view([], '--view', 'stacks')).toContain('accounting for 0,');
});

it('groups closures by what a frame is', async () => {
  const top = async (granularity: string) => await inspect([CLOSURES, '--granularity', granularity, '--top', '0']);
  expect(await top('files')).toContain('  runtime/proc.go\n');
  expect(await top('lines')).toMatch(/ {2}main\.park \S+main\.go:\d+\n/);
  expect(await top('addresses')).toMatch(/ {2}[0-9a-f]{16} main\.park \S+main\.go:\d+\n/);
});

it.each([
  [640, 'bytes', '640B'],
  [2 ** 20 * 2.5, 'bytes', '2.50MB'],
  [1024, 'bytes', '1kB'],
  // Ties go to the even digit: 0.125, 1.625.
  [1024 * 1.125, 'bytes', '1.12kB'],
  [1024 * 1.375, 'bytes', '1.38kB'],
  [-1024 * 1.625, 'bytes', '-1.62kB'],
  [1500, 'nanoseconds', '1.50us'],
  [7.2e12, 'nanoseconds', '2hrs'],
  [0, 'bytes', '0'],
  [34, 'count', '34'],
  [2n ** 60n, 'bytes', '1024PB'],
])('%d %s is %s', (value, unit, text) => {
  expect(label(value, unit)).toBe(text);
});

it.each([
  [1, 3, '33.33%'],
  [1, 1, '  100%'],
  [9996, 10000, '  100%'],
  [1, 1000, '  0.1%'],
  [1, 3000, '0.033%'],
  [1, 10_000_000, '1e-05%'],
  [123, 1e10, '1.2e-06%'],
  [0, 0, '    0%'],
  [-1, 4, '25.00%'],
])('%d of %d is %s', (value, total, text) => {
  expect(percentage(value, total)).toBe(text);
});

it('shows a column in the unit of its least value, unless that is far below the greatest', () => {
  expect(columnUnit([2048, 4096], 6144, 'bytes')).toBe('kB');
  expect(columnUnit([100, 2 ** 30], 2 ** 30, 'bytes')).toBe('kB');
  expect(columnUnit([], 0, 'bytes')).toBe('B');
  expect(columnUnit([3], 3, 'count')).toBe('count');
});
