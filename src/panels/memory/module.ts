import { FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { LEGEND_PLACEMENTS } from '../../ui/legendPlacement';
import { MemoryPanel } from './MemoryPanel';
import { MEMORY_DEFAULTS, type MemoryOptions } from './options';

export const plugin = new PanelPlugin<MemoryOptions>(MemoryPanel)
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'legend',
        name: 'Legend',
        description:
          'Also the waterfall of the shown moment and the list of formulas. Auto: beside the plot, else below.',
        defaultValue: MEMORY_DEFAULTS.legend,
        settings: { options: LEGEND_PLACEMENTS },
      })
      .addBooleanSwitch({
        path: 'showReleased',
        name: 'Outline what Go gave back',
        description: 'A dashed line at Sys: HeapReleased is the height between it and Go’s estimate.',
        defaultValue: MEMORY_DEFAULTS.showReleased,
      })
      .addTextInput({
        path: 'limit',
        name: 'Memory limit',
        description: 'A ceiling: 512MiB, 512Mi, bytes, or a dashboard variable that holds one of these.',
        defaultValue: MEMORY_DEFAULTS.limit,
        settings: { placeholder: 'none' },
      })
  )
  .useFieldConfig({
    standardOptions: { [FieldConfigProperty.Unit]: { defaultValue: 'bytes' } },
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
