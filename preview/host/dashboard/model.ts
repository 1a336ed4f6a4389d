import type { DataSourceRef, FieldConfigSource } from '@grafana/data';
import type { SceneDataQuery } from '@grafana/scenes';

/** A dashboard's JSON in schema version 1, as far as the preview reads it. */
export interface DashboardJson {
  uid: string;
  title: string;
  description?: string;
  panels?: PanelJson[];
  time?: { from: string; to: string };
  timezone?: string;
  refresh?: string | false;
  timepicker?: { refresh_intervals?: string[] };
  templating?: { list?: VariableJson[] };
  annotations?: { list?: AnnotationJson[] };
  links?: LinkJson[];
}

/** A link of a dashboard: to `url`, or with type `dashboards` to each that has all of `tags`. */
export interface LinkJson {
  type: 'link' | 'dashboards';
  title?: string;
  tooltip?: string;
  url?: string;
  tags?: string[];
  keepTime?: boolean;
  includeVars?: boolean;
  targetBlank?: boolean;
}

/** An annotation query: of a data source, its own query in `target`; Grafana's built-in one is left out. */
export interface AnnotationJson {
  name: string;
  enable?: boolean;
  hide?: boolean;
  iconColor?: string;
  builtIn?: number;
  datasource?: DataSourceRef | null;
  target?: SceneDataQuery;
}

export interface PanelJson {
  id: number;
  type: string;
  title?: string;
  description?: string;
  transparent?: boolean;
  links?: Array<{ title?: string; url: string; targetBlank?: boolean }>;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef | string | null;
  targets?: SceneDataQuery[];
  fieldConfig?: FieldConfigSource;
  options?: Record<string, unknown>;
  pluginVersion?: string;
  maxDataPoints?: number;
  interval?: string;
  collapsed?: boolean;
  panels?: PanelJson[];
}

export interface VariableJson {
  name: string;
  type: string;
  label?: string;
  description?: string;
  hide?: number;
  skipUrlSync?: boolean;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string;
  regex?: string;
  refresh?: number;
  sort?: number;
  query?: unknown;
  datasource?: DataSourceRef | null;
  current?: { value?: string | string[]; text?: string | string[] };
}
