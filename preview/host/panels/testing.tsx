import '../testing';
import {
  applyFieldOverrides,
  createTheme,
  LoadingState,
  getDefaultTimeRange,
  type DataFrame,
  type FieldConfigSource,
  type InterpolateFunction,
  type PanelPlugin,
  type PanelProps,
} from '@grafana/data';
import { render } from '@testing-library/react';
import { registerFieldConfig } from '../fields/register';
import React from 'react';

// Once for a test file: the registries can be filled only once.
registerFieldConfig();

/** Draws a stand-in as a dashboard does: with the field config applied, then with each further frame in turn. */
export function draw(
  plugin: PanelPlugin<any>,
  frames: DataFrame[],
  {
    options = {},
    fieldConfig = { defaults: {}, overrides: [] },
    replaceVariables = (text) => text,
  }: { options?: object; fieldConfig?: FieldConfigSource; replaceVariables?: InterpolateFunction } = {}
) {
  const Panel = plugin.panel!;
  const props = (series: DataFrame[]) =>
    ({
      data: {
        state: LoadingState.Done,
        timeRange: getDefaultTimeRange(),
        series: applyFieldOverrides({
          data: series,
          fieldConfig,
          fieldConfigRegistry: plugin.fieldConfigRegistry,
          replaceVariables,
          theme: createTheme(),
          timeZone: 'utc',
        }),
      },
      options,
      width: 600,
      height: 300,
    }) as unknown as PanelProps;
  const view = render(<Panel {...props(frames)} />);
  return { ...view, redraw: (next: DataFrame[]) => view.rerender(<Panel {...props(next)} />) };
}
