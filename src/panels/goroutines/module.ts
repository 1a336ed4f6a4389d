import { FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { LEGEND_PLACEMENTS } from '../../ui/legendPlacement';
import { GoroutinesPanel } from './GoroutinesPanel';
import { GOROUTINES_DEFAULTS, type GoroutinesOptions } from './options';

export const plugin = new PanelPlugin<GoroutinesOptions>(GoroutinesPanel)
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'legend',
        name: 'Table',
        description: 'One row for each series. Auto: beside the plot where the panel is wide and low, else below.',
        defaultValue: GOROUTINES_DEFAULTS.legend,
        settings: { options: LEGEND_PLACEMENTS },
      })
      .addRadio({
        path: 'style',
        name: 'Draw as',
        description: 'Areas add up to all goroutines; lines let small stacks be compared.',
        defaultValue: GOROUTINES_DEFAULTS.style,
        settings: {
          options: [
            { value: 'area', label: 'Areas' },
            { value: 'lines', label: 'Lines' },
          ],
        },
      })
      .addTextInput({
        path: 'variable',
        name: 'Variable that a click sets',
        description:
          'A click on a leak sets this dashboard variable to a regular expression for its functions, a second click empties it. Make it a text box variable, and use it as ${stack:raw} in the Focus of queries. Empty: a click does nothing.',
        defaultValue: GOROUTINES_DEFAULTS.variable,
      })
  )
  .useFieldConfig({
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.DisplayName,
      FieldConfigProperty.Color,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Thresholds,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Filterable,
      FieldConfigProperty.Links,
      FieldConfigProperty.Actions,
    ],
  })
  .setDataSupport({ annotations: true, alertStates: false });
