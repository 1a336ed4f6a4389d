import '../testing';
import { EmbeddedScene, SceneCanvasText, SceneTimeRange } from '@grafana/scenes';
import { hrefOf } from './DashboardLinks';
import { variablesOf } from './variables';

const scene = new EmbeddedScene({
  $timeRange: new SceneTimeRange({ from: 'now-30m', to: 'now', timeZone: 'utc' }),
  $variables: variablesOf([
    { name: 'stack', type: 'textbox', current: { value: 'a+b&c' } },
    { name: 'inner', type: 'textbox', skipUrlSync: true, current: { value: 'x' } },
    { name: 'host', type: 'constant', query: 'example.org' },
  ]),
  body: new SceneCanvasText({ text: '' }),
});

/** What a browser reads from the address. */
function read(href: string) {
  const { pathname, searchParams } = new URL(href, 'http://localhost');
  return { pathname, ...Object.fromEntries(searchParams) };
}

test('time and variables are taken along when asked', () => {
  expect(hrefOf(scene, { type: 'dashboards' }, '/d/a')).toBe('/d/a');
  const both = hrefOf(scene, { type: 'dashboards', keepTime: true, includeVars: true }, '/d/a');
  expect(read(both)).toEqual({
    pathname: '/d/a',
    from: 'now-30m',
    to: 'now',
    timezone: 'utc',
    'var-stack': 'a+b&c',
  });
});

test('an address may have parameters and variables of its own, and no script', () => {
  expect(read(hrefOf(scene, { type: 'link', keepTime: true }, '/d/a?x=1'))).toMatchObject({ x: '1', from: 'now-30m' });
  expect(hrefOf(scene, { type: 'link' }, 'https://${host}/')).toBe('https://example.org/');
  expect(hrefOf(scene, { type: 'link' }, 'javascript:alert(1)')).not.toContain('javascript');
});
