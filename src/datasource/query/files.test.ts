import type { DataFrame } from '@grafana/data';
import path from 'node:path';
import { askPprof, exactRows } from '../../../scripts/inspect/pprof';
import { localEngine, TARGET } from '../engine/testing';
import { addFile } from '../files/files';
import { fileOf, forgetFiles } from '../files/testing';
import type { Sampler } from '../sampler/sampler';
import type { ProfileQuery } from '../types';
import { profileFrames } from './profile';

const NOW = 'heap/demo.rate4096.heap.d0';
const THEN = 'heap/demo.rate524288.heap.d0';

const sampler = () =>
  ({ engine: localEngine(), posted: { read: () => Promise.resolve({ deploys: [] }) } }) as unknown as Sampler;

async function ask(query: Partial<ProfileQuery>): Promise<DataFrame> {
  const all: ProfileQuery = { refId: 'A', queryType: 'profile', top: 100_000, ...query };
  const [frame] = await profileFrames(all, sampler(), { target: TARGET, fromMs: 0, toMs: 1 }, FACTS);
  return frame!;
}

const FACTS = { intervalMs: 15_000, label: 'orders', lastScrape: undefined } as unknown as Parameters<
  typeof profileFrames
>[3];

beforeEach(forgetFiles);

test.each(['inuse_space', 'inuse_objects', 'alloc_space', 'alloc_objects'])(
  'two saved profiles give the %s of go tool pprof -diff_base',
  async (sampleType) => {
    const [now, then] = [await addFile(fileOf(NOW), 1), await addFile(fileOf(THEN), 2)];
    const { fields, meta } = await ask({ moment: `file:${now.id}`, base: `file:${then.id}`, sampleType });
    const column = (name: string) => fields.find((field) => field.name === name)!.values;
    const rows = column('function').map((name, row) => [name, column('flat')[row], column('cum')[row]]);

    const sources = [`-diff_base=${path.resolve('testdata', THEN)}`, path.resolve('testdata', NOW)];
    const [report] = askPprof(sources, [{ command: 'top', options: { sample_index: sampleType, unit: 'B' } }]);
    const expected = exactRows(report!);
    expect(expected.length).toBeGreaterThan(50);
    expect(rows.sort()).toEqual(expected.sort());
    expect(meta?.notices?.[0]?.text).toBe('demo.rate4096.heap.d0, less demo.rate524288.heap.d0.');
  }
);

test('what is in another browser is asked for in words', async () => {
  const { id } = await addFile(fileOf(NOW), 1);
  await expect(ask({ moment: `file:${id}`, base: 'file:4711' })).rejects.toThrow(
    'This browser does not have that file. Files stay in the browser in which they were chosen: choose it again.'
  );
});

test('profiles of two kinds are not subtracted', async () => {
  const [heap, goroutines] = [await addFile(fileOf(NOW), 1), await addFile(fileOf('captures/node.goroutine.d0'), 2)];
  await expect(ask({ moment: `file:${heap.id}`, base: `file:${goroutines.id}` })).rejects.toThrow(
    'Inuse_space/bytes cannot be compared with goroutine/count.'
  );
});
