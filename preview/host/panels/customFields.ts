import type { Field, SetFieldConfigOptionsArgs } from '@grafana/data';

/**
 * A panel's own properties of a field, `fieldConfig.*.custom` on a dashboard, by path and default. What is not named
 * here never reaches the panel: Grafana's packages leave out what no panel has registered.
 */
export function customFields(
  defaults: Readonly<Record<string, unknown>>,
  shouldApply: (field: Field) => boolean
): NonNullable<SetFieldConfigOptionsArgs['useCustomConfig']> {
  return (builder) => {
    for (const [path, defaultValue] of Object.entries(defaults)) {
      builder.addCustomEditor({
        id: path,
        path,
        name: path,
        defaultValue,
        editor: () => null,
        override: () => null,
        process: (value: unknown) => value,
        shouldApply,
      });
    }
  };
}
