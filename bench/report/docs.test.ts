/** @jest-environment node */
import { chart } from './chart';
import { fill } from './docs';
import { busyness } from './print';

it('says when the machine was busy', () => {
  const machine = { date: '', cpu: '', cores: 2, memoryGiB: 1, node: '', go: '', rivals: {} };
  expect(busyness({ ...machine, load: 0.3 })).toBe('');
  expect(busyness({ ...machine, load: 24.72 })).toContain('load average 25 on 2 cores');
});

describe('fill', () => {
  const page =
    'Prose.\n<!-- bench: a -->\nold\n<!-- /bench -->\nMore.\n<!-- bench: b -->\nold\nolder\n<!-- /bench -->\nEnd.\n';

  it('replaces the blocks and leaves the prose', () => {
    expect(fill(page, { a: '1\n2', b: '$& 3' })).toBe(
      'Prose.\n<!-- bench: a -->\n1\n2\n<!-- /bench -->\nMore.\n<!-- bench: b -->\n$& 3\n<!-- /bench -->\nEnd.\n'
    );
  });

  it('does the same again', () => {
    expect(fill(fill(page, { a: 'x', b: 'y' }), { a: 'x', b: 'y' })).toBe(fill(page, { a: 'x', b: 'y' }));
  });

  it('throws where a block has no place', () => {
    expect(() => fill(page, { c: '' })).toThrow('docs/performance.md has no block c');
  });
});

describe('chart', () => {
  const row = {
    name: 'heap',
    title: 'heap <60k>',
    shape: 'distinct' as const,
    gzBytes: 1,
    rawBytes: 1,
    samples: 1,
    stacks: 1,
    rounds: 1,
    gunzipMs: 1,
    workMs: { tidemark: 10, 'pprof-format': 75, 'protobufjs-static': 100, 'protobuf-es': 100, 'google-pprof': 52 },
  };

  it('draws a bar for every rival of every large input, and no other', () => {
    const svg = chart([row, { ...row, shape: 'small', title: 'small' }]);
    expect(svg.match(/<rect [^>]*height="9"/g)).toHaveLength(4);
    expect(svg).toContain('>7.5</text>');
    expect(svg).toContain('heap &lt;60k></text>');
    expect(svg).not.toContain('small');
  });
});
