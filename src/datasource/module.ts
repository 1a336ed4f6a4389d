import { DataSourcePlugin } from '@grafana/data';
import { TidemarkDataSource } from './datasource';
import { ConfigEditor } from './editors/ConfigEditor';
import { QueryEditor } from './editors/QueryEditor';
import { QueryHelp } from './editors/QueryHelp';
import type { TidemarkOptions, TidemarkQuery } from './types';

export const plugin = new DataSourcePlugin<TidemarkDataSource, TidemarkQuery, TidemarkOptions>(TidemarkDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
