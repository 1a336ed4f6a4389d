/** @jest-environment node */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode, small, type Field } from '../../testdata/helpers/encode';
import { inspect } from './inspect';
import { askPprof } from './pprof';

// Labels that the captures do not have: text, several under one key, units that are said and units that are not.

const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-tags-'));
const file = path.join(folder, 'profile.pb');
afterAll(() => rmSync(folder, { recursive: true }));

/** In the strings of `small`: 5 region, 6 eu, 7 bytes, 8 and 9 names of functions. */
const text = (key: number, str: number): Field => [
  3,
  [
    [1, key],
    [2, str],
  ],
];
const number = (key: number, num: number | bigint, unit = 0): Field => [
  3,
  [
    [1, key],
    [3, num],
    [4, unit],
  ],
];
const sample = (location: number, value: number, ...labels: Field[]): Field[] => [[1, location], [2, value], ...labels];

writeFileSync(
  file,
  encode(
    small([
      sample(1, 1, text(5, 6)),
      sample(1, 2, text(5, 8)),
      sample(1, 4, text(5, 6), text(5, 9), text(8, 6)),
      sample(2, 8, number(7, 16384, 7)),
      sample(2, 16, number(7, 65536, 7), number(7, 100, 7)),
      sample(2, 32, number(9, 12)),
      sample(2, 64, number(7, 0), text(9, 9)),
      sample(2, 128),
    ])
  )
);

const FILTERS = [
  ...[
    'eu',
    'region=eu',
    'region',
    'region=',
    'region=leak',
    'region=func2,func1',
    'func2,region:eu',
    'eu$,main.leak.func1:',
  ],
  ...[
    '16kb',
    'bytes=16kb',
    'region=16kb',
    '16kb:',
    ':16kb',
    '16kb:64kb',
    '1kb:65536b',
    '20000b:1mb',
    '1kb:1s',
    '100',
    '12',
    '12:',
  ],
  ...[
    ':12',
    '10:20',
    '-5:5',
    'main.leak.func2=12',
    'main.leak.func2=10:',
    '(?i)EU',
    'EU',
    '16kb:64kb:',
    'x16kb',
    '100b,200b',
  ],
];

test.each(['tagfocus', 'tagignore'])('%s is pprof’s', async (name) => {
  const reports = askPprof(
    [file],
    FILTERS.flatMap((filter) =>
      ['top', 'traces'].map((command) => ({ command, options: { sample_index: 'goroutine', [name]: filter } }))
    )
  );
  const found = await Promise.all(
    FILTERS.flatMap((filter) =>
      ['top', 'traces'].map((view) => inspect([file, '--top', '0', '--view', view, `--${name}=${filter}`]))
    )
  );
  expect(found).toEqual(reports);
  // They do tell samples apart.
  expect(new Set(found.map((report) => report.split('Showing nodes')[1])).size).toBeGreaterThan(8);
});
