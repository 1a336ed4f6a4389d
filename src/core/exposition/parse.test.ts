/** @jest-environment node */
import { readText } from '../../../testdata/helpers/captures';
import { ExpositionError, parseExposition } from './parse';

/** The one sample of a one-line text. */
const sample = (line: string) => parseExposition(`${line}\n`).samples.values().next().value?.[0];
const failure = (text: string) => {
  try {
    parseExposition(`${text}\n`);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpositionError);
    return (error as Error).message;
  }
  return 'no error';
};

describe('samples', () => {
  it.each([
    ['up 1', { name: 'up', labels: {}, value: 1 }],
    ['up 1.5e+09 1395066363000', { name: 'up', labels: {}, value: 1.5e9, timestampMs: 1395066363000 }],
    ['\t up  \t -0.25  ', { name: 'up', labels: {}, value: -0.25 }],
    ['up{a="b"} 1', { name: 'up', labels: { a: 'b' }, value: 1 }],
    ['up { a = "b" , c="d", } 1', { name: 'up', labels: { a: 'b', c: 'd' }, value: 1 }],
    ['up{} 1', { name: 'up', labels: {}, value: 1 }],
    ['up{p="C:\\\\D\\"E\\"\\nF}, 9"} 1', { name: 'up', labels: { p: 'C:\\D"E"\nF}, 9' }, value: 1 }],
    ['up{p="\\x"} 1', { name: 'up', labels: { p: '\\x' }, value: 1 }],
    ['up{p="\u00e9\u4e16"} 1', { name: 'up', labels: { p: '\u00e9\u4e16' }, value: 1 }],
    ['a:b_c 1 # {trace="x"} 0.5', { name: 'a:b_c', labels: {}, value: 1 }],
  ])('%s', (line, expected) => {
    expect(sample(line)).toEqual(expected);
  });

  it.each([
    ['NaN', NaN],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['inf', Infinity],
    ['1E3', 1000],
    ['.5', 0.5],
  ])('%s', (text, value) => {
    expect(sample(`up ${text}`)?.value).toBe(value);
  });

  it('keeps a label called __proto__ to itself', () => {
    expect(Object.entries(sample('up{__proto__="x"} 1')?.labels ?? {})).toEqual([['__proto__', 'x']]);
  });
});

describe('families', () => {
  const text = [
    '# HELP rpc Time of \\\\ calls\\nby code.',
    '# TYPE rpc histogram',
    'rpc_bucket{le="0.1"} 3',
    'rpc_bucket{le="+Inf"} 5',
    'rpc_sum 0.7',
    'rpc_count 5',
    '# just a comment',
    '#',
    '# TYPE gc summary',
    'gc{quantile="0.5"} 2',
    'gc_sum 4',
    'gc_count 2',
    '# TYPE mem gauge',
    '# UNIT mem bytes',
    'mem 7',
    'lonely_sum 1',
    '# EOF',
  ].join('\r\n');
  const { families, samples } = parseExposition(text);

  it('hold what was said of them and their own lines', () => {
    expect([...families.values()].map(({ name, type, samples: own }) => [name, type, own.length])).toEqual([
      ['rpc', 'histogram', 4],
      ['gc', 'summary', 3],
      ['mem', 'gauge', 1],
      ['lonely_sum', 'untyped', 1],
    ]);
    expect(families.get('rpc')?.help).toBe('Time of \\ calls\nby code.');
    expect(families.get('mem')?.unit).toBe('bytes');
  });

  it('are beside an index by line name', () => {
    expect(samples.get('rpc_bucket')?.map(({ labels }) => labels['le'])).toEqual(['0.1', '+Inf']);
    expect(samples.get('gc_count')?.[0]?.value).toBe(2);
  });
});

describe('errors name the line', () => {
  it.each([
    ['up 1\nup\n', /^line 2: expected a value, found the end of the line/],
    ['up{a="b} 1', /^line 1: the value of label a has no closing quote/],
    ['up{a="b"', /^line 1: expected "," or "}" after label a, found the end of the line/],
    ['up{a} 1', /expected "=" after label a, found "} 1"/],
    ['up{a=b} 1', /expected a quoted value of label a, found "b} 1"/],
    ['up{="b"} 1', /expected a label name, found "=/],
    ['up one', /expected a value, found "one"/],
    ['up 1 x', /expected a timestamp, found "x"/],
    ['up 1 2 3', /expected a value and a timestamp, found "1 2 3"/],
    ['\n\n<html>', /^line 3: expected a metric name, found "<html>"/],
    ['# TYPE up sausage', /unknown metric type "sausage"/],
  ])('%j', (text, message) => {
    expect(failure(text)).toMatch(message);
  });
});

describe('a cut text', () => {
  it('is an error, never half a number', () => {
    expect(() => parseExposition('up 1\nrss 154501')).toThrow(
      'line 2: expected a line feed at the end of the text: it is cut'
    );
    expect(parseExposition('up 1\n# EOF').samples.size).toBe(1);
    expect(parseExposition('').samples.size).toBe(0);
  });
});

describe('real pages', () => {
  it.each(['node', 'prom', 'vm'])('%s', (name) => {
    const text = readText(`captures/${name}.metrics`);
    const { families, samples } = parseExposition(text);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect([...samples.values()].flat()).toHaveLength(lines.length);
    expect([...families.values()].flatMap((family) => family.samples)).toHaveLength(lines.length);
    // Each line's value, read another way.
    const values = lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
    const sum = (numbers: number[]) =>
      numbers
        .filter(Number.isFinite)
        .sort((a, b) => a - b)
        .reduce((a, b) => a + b);
    expect(sum([...samples.values()].flat().map(({ value }) => value))).toBe(sum(values));
  });
});
