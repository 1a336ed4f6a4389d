import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  type FieldConfigPropertyItem,
  FieldType,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  ThresholdsMode,
  thresholdsOverrideProcessor,
  valueMappingsOverrideProcessor,
  type Field,
} from '@grafana/data';

type Process = FieldConfigPropertyItem['process'];

const always = () => true;
const numbers = (field: Field) => field.type === FieldType.number;
const notTime = (field: Field) => field.type !== FieldType.time;

/** The properties that any field can have set on a dashboard, and how a raw value becomes the right type. */
const PROPERTIES: ReadonlyArray<[id: string, process: Process, shouldApply: (field: Field) => boolean]> = [
  ['displayName', displayNameOverrideProcessor, always],
  ['unit', stringOverrideProcessor, always],
  ['fieldMinMax', booleanOverrideProcessor, numbers],
  ['min', numberOverrideProcessor, numbers],
  ['max', numberOverrideProcessor, numbers],
  ['decimals', numberOverrideProcessor, numbers],
  ['noValue', stringOverrideProcessor, always],
  ['color', identityOverrideProcessor, always],
  ['thresholds', thresholdsOverrideProcessor, always],
  ['mappings', valueMappingsOverrideProcessor, notTime],
  ['links', dataLinksOverrideProcessor, always],
  ['actions', identityOverrideProcessor, always],
  ['filterable', booleanOverrideProcessor, always],
];

/** Every kind of editor that an option can name. The preview has no panel editor, so none of them is ever drawn. */
const EDITORS = [
  'number',
  'slider',
  'text',
  'strings',
  'boolean',
  'select',
  'multi-select',
  'radio',
  'unit',
  'color',
  'fieldColor',
  'links',
  'actions',
  'stats-picker',
  'timezone',
  'field-name',
  'dashboard-uid',
  'mappings',
  'thresholds',
];

/** Grafana's own: green, and red from 80. */
const DEFAULT_THRESHOLDS = {
  mode: ThresholdsMode.Absolute,
  steps: [
    { value: -Infinity, color: 'green' },
    { value: 80, color: 'red' },
  ],
};

const noEditor = () => null;

/** Without these entries applyFieldOverrides does nothing, and a panel's options builder throws. */
export function registerFieldConfig(): void {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, description: '', editor: noEditor })));
  standardFieldConfigEditorRegistry.setInit(() =>
    PROPERTIES.map(([id, process, shouldApply]) => ({
      id,
      path: id,
      name: id,
      description: '',
      editor: noEditor,
      override: noEditor,
      process,
      shouldApply,
      settings: {},
      defaultValue: id === 'thresholds' ? DEFAULT_THRESHOLDS : undefined,
      category: [],
    }))
  );
}
