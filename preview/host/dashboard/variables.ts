import {
  ConstantVariable,
  CustomVariable,
  DataSourceVariable,
  IntervalVariable,
  QueryVariable,
  SceneVariableSet,
  TextBoxVariable,
  type SceneVariable,
} from '@grafana/scenes';
import type { VariableJson } from './model';

/** A dashboard's variables; a type that the preview does not know is an error to read, not a variable left out. */
export function variablesOf(list: readonly VariableJson[]): SceneVariableSet {
  return new SceneVariableSet({ variables: list.map(toVariable) });
}

function toVariable(json: VariableJson): SceneVariable {
  const { name, label, description, hide, skipUrlSync } = json;
  const common = { name, label, description, hide, skipUrlSync };
  const choice = {
    ...common,
    isMulti: json.multi ?? false,
    includeAll: json.includeAll ?? false,
    allValue: json.allValue || undefined,
    value: json.current?.value ?? '',
    text: json.current?.text ?? '',
  };
  const query = typeof json.query === 'string' ? json.query : '';
  switch (json.type) {
    case 'datasource':
      return new DataSourceVariable({ ...choice, pluginId: query, regex: json.regex ?? '' });
    case 'custom':
      return new CustomVariable({ ...choice, query });
    case 'query':
      return new QueryVariable({
        ...choice,
        datasource: json.datasource,

        query: json.query as string,
        regex: json.regex ?? '',
        refresh: json.refresh,
        sort: json.sort,
      });
    case 'textbox':
      return new TextBoxVariable({ ...common, value: String(json.current?.value ?? query) });
    case 'constant':
      return new ConstantVariable({ ...common, value: query });
    case 'interval':
      return new IntervalVariable({
        ...common,
        intervals: query.split(',').map((item) => item.trim()),
        value: String(json.current?.value ?? ''),
      });
    default:
      throw new Error(`variable "${name}": the preview host does not know the type "${json.type}"`);
  }
}
