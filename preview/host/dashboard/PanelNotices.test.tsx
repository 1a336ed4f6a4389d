import '../testing';
import { toDataFrame } from '@grafana/data';
import { LoadingState } from '@grafana/schema';
import { EmbeddedScene, SceneCanvasText, SceneDataNode } from '@grafana/scenes';
import { render, screen } from '@testing-library/react';
import { PanelNotices } from './PanelNotices';
import React from 'react';

test('of each severity the last notice is said, of all frames', () => {
  const info = (text: string) => ({ severity: 'info' as const, text });
  const frame = (...notices: Array<{ severity: 'info' | 'warning'; text: string }>) =>
    toDataFrame({ fields: [], meta: { notices } });
  const notices = new PanelNotices({});
  const series = [
    frame(info('Heap profile at 12:03:15.'), info('This is a sample.')),
    frame(info('This is a sample.'), { severity: 'warning', text: 'A scrape failed.' }),
  ];
  new EmbeddedScene({
    $data: new SceneDataNode({ data: { series, state: LoadingState.Done, timeRange: undefined as never } }),
    controls: [notices],
    body: new SceneCanvasText({ text: '' }),
  });
  render(<notices.Component model={notices} />);
  expect(screen.getByTestId('panel notice info')).toHaveAccessibleName('This is a sample.');
  expect(screen.getByTestId('panel notice warning')).toHaveAccessibleName('A scrape failed.');
});
