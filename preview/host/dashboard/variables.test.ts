import '../testing';
import { locationService } from '@grafana/runtime';
import { EmbeddedScene, sceneGraph, SceneCanvasText, UrlSyncManager, type MultiValueVariable } from '@grafana/scenes';
import type { VariableJson } from './model';
import { variablesOf } from './variables';

function sceneWith(list: VariableJson[]): EmbeddedScene {
  return new EmbeddedScene({ $variables: variablesOf(list), body: new SceneCanvasText({ text: '' }) });
}

test('custom: one of a list, with labels', async () => {
  const scene = sceneWith([{ name: 'kind', type: 'custom', query: 'heap, All allocs : allocs' }]);
  const leave = scene.activate();
  const variable = sceneGraph.lookupVariable('kind', scene) as MultiValueVariable;
  await new Promise((done) => setTimeout(done));
  expect(variable.state.options).toEqual([
    { label: 'heap', value: 'heap' },
    { label: 'All allocs', value: 'allocs' },
  ]);
  expect(variable.state).toMatchObject({ isMulti: false, value: 'heap' });
  leave();
});

test('a hidden variable follows the address', () => {
  locationService.push('/d/x');
  const scene = sceneWith([{ name: 'goroutine', type: 'textbox', hide: 2, current: { value: 'before' } }]);
  const sync = new UrlSyncManager({ updateUrlOnInit: false });
  sync.initSync(scene);
  const leave = scene.activate();
  expect(sceneGraph.interpolate(scene, '$goroutine')).toBe('before');
  locationService.partial({ 'var-goroutine': 'main.leak' }, true);
  sync.handleNewLocation(locationService.getLocation());
  expect(sceneGraph.interpolate(scene, '$goroutine')).toBe('main.leak');
  leave();
  sync.cleanUp(scene);
});

test('an unknown type is told', () => {
  expect(() => variablesOf([{ name: 'x', type: 'groupby' }])).toThrow('variable "x"');
});
