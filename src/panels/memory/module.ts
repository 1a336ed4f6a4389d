import { FieldColorModeId, FieldConfigProperty, PanelPlugin, ThresholdsMode } from '@grafana/data';
import { LEGEND_PLACEMENTS } from '../../ui/legendPlacement';
import { MemoryPanel } from './MemoryPanel';
import { MEMORY_DEFAULTS, MEMORY_VIEWS, type MemoryOptions } from './options';
import { suggestMemory } from './suggestions';

export const plugin = new PanelPlugin<MemoryOptions>(MemoryPanel)
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'view',
        name: 'View',
        description:
          'The view to begin with: bytes over time, shares of each moment’s RSS, or the steps from HeapAlloc to RSS at one moment. The switch in the panel changes it for whoever looks.',
        defaultValue: MEMORY_DEFAULTS.view,
        settings: { options: MEMORY_VIEWS.map(({ value, label, text }) => ({ value, label, description: text })) },
      })
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
      .addRadio({
        path: 'gcMarks',
        name: 'Mark GC cycles',
        description: 'Ticks on the time axis where NumGC rose. Auto: as long as they are 8 pixels apart.',
        defaultValue: MEMORY_DEFAULTS.gcMarks,
        settings: {
          options: [
            { value: 'auto', label: 'Auto' },
            { value: 'always', label: 'Always' },
            { value: 'never', label: 'Never' },
          ],
        },
      })
      .addTextInput({
        path: 'limit',
        name: 'Memory limit',
        description:
          'A ceiling: 512MiB, 512Mi, bytes, or a dashboard variable that holds one of these. Empty: what a findings query beside this one tells.',
        defaultValue: MEMORY_DEFAULTS.limit,
        settings: { placeholder: 'from the findings' },
      })
  )
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Unit]: { defaultValue: 'bytes' },
      // Only a single colour is taken: by override, for one band. Our own mean something.
      [FieldConfigProperty.Color]: {
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
        settings: { byValueSupport: false, bySeriesSupport: false, preferThresholdsMode: false },
      },
      // Grafana's own default would draw a line at 80 bytes.
      [FieldConfigProperty.Thresholds]: {
        defaultValue: { mode: ThresholdsMode.Absolute, steps: [{ value: -Infinity, color: 'transparent' }] },
      },
    },
    disableStandardOptions: [
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.DisplayName,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Filterable,
      FieldConfigProperty.Links,
      FieldConfigProperty.Actions,
    ],
  })
  .setSuggestionsSupplier(suggestMemory)
  .setDataSupport({ annotations: true, alertStates: false });
