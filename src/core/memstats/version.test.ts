/** @jest-environment node */
import { readText } from '../../../testdata/helpers/captures';
import { parseExposition } from '../exposition/parse';
import { parseMetrics } from './metrics';
import { formatVersionMetric, parseVersionMetric, versionOf } from './version';

const read = (text: string, wanted?: string) =>
  versionOf(parseExposition(text), wanted === undefined ? undefined : parseVersionMetric(wanted));

describe('the setting', () => {
  it.each([
    ['orders_build_info{version}', 'orders_build_info', 'version'],
    [' vm_app_version { short_version } ', 'vm_app_version', 'short_version'],
    ['team:orders_info{revision}', 'team:orders_info', 'revision'],
    ['orders_build_info', 'orders_build_info', 'version'],
  ])('%s', (text, metric, label) => {
    expect(parseVersionMetric(text)).toEqual({ metric, label });
  });

  it.each(['', '{version}', 'a b', 'a{', 'a{}', 'a}', 'a{b,c}', 'a{b="c"}', 'a{b}c', '1a{b}', 'a{b:c}', 'a-b{c}'])(
    'is not “%s”',
    (text) => expect(parseVersionMetric(text)).toBeUndefined()
  );

  it('is written as it is read', () => {
    expect(formatVersionMetric({ metric: 'a', label: 'b' })).toBe('a{b}');
  });
});

describe('the metric that is named', () => {
  const page =
    'orders_build_info{version="v1.4.2",revision="abc"} 1\nlib_build_info{version="v9"} 1\nmute_info{version=""} 1\n' +
    'pod_info{pod="a",version="v1"} 1\npod_info{pod="b",version="v1"} 1\n' +
    'mixed_info{pod="a",version="v1"} 1\nmixed_info{pod="b",version="v2"} 1\nbare 1\n';

  it.each([
    ['orders_build_info{version}', 'v1.4.2'],
    ['orders_build_info{revision}', 'abc'],
    ['pod_info{version}', 'v1'],
    ['mixed_info{version}', undefined],
    ['mute_info{version}', undefined],
    ['orders_build_info{branch}', undefined],
    ['bare{version}', undefined],
    ['gone_build_info{version}', undefined],
  ])('%s', (wanted, expected) => {
    expect(read(page, wanted)).toBe(expected);
  });

  it('is the only one that counts: no other stands in for it', () => {
    expect(read('lib_build_info{version="v9"} 1\n', 'orders_build_info')).toBeUndefined();
  });

  it('may be one that the default passes over', () => {
    expect(read('go_build_info{path="main",version="(devel)"} 1\n', 'go_build_info')).toBe('(devel)');
  });
});

describe('where none is named', () => {
  const orders = 'orders_build_info{version="v1.4.2"} 1\n';
  const library = 'lib_build_info{version="v9"} 1\n';
  const go = (version: string) => `go_build_info{checksum="",path="orders",version="${version}"} 1\n`;
  it.each([
    ['the only build info', orders, 'v1.4.2'],
    ['none among several', orders + library, undefined],
    ['the main module’s among several', orders + library + go('v1.4.1'), 'v1.4.1'],
    ['the only one, before the main module’s', orders + go('v1.4.1'), 'v1.4.2'],
    ['the main module’s alone', go('v1.4.1'), 'v1.4.1'],
    ['not a main module without a version', go('(devel)'), undefined],
    ['not a build that does not know', 'orders_build_info{version="unknown"} 1\n', undefined],
    ['not go_info: that is Go’s own', 'go_info{version="go1.26.8"} 1\n', undefined],
    ['one without the label does not count', `${orders}lib_build_info{commit="abc"} 1\n`, 'v1.4.2'],
  ])('%s', (_, page, expected) => {
    expect(read(page)).toBe(expected);
  });
});

describe('pages of real programs', () => {
  it.each([
    ['prom', undefined, '2.42.0+ds'],
    ['node', undefined, '1.5.0'],
    ['prom', 'prometheus_build_info{revision}', '2.42.0+ds-5+deb12u1'],
    // Debian's build has a metric for it and no version in it.
    ['vm', undefined, undefined],
    ['vm', 'vm_app_version{short_version}', undefined],
  ])('%s, %s', (program, wanted, expected) => {
    const metric = wanted === undefined ? undefined : parseVersionMetric(wanted);
    expect(parseMetrics(readText(`captures/${program}.metrics`), metric).process.version).toBe(expected);
  });
});
