import type { DataSourceApi, PanelData } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { sceneGraph, SceneQueryRunner, type EmbeddedScene, type SceneDataQuery } from '@grafana/scenes';
import { Alert } from '@grafana/ui';
import { WhenLoaded } from './Page';
import { useLoaded } from './useLoaded';
import React from 'react';

/** The plugin's query editor below the panel that it feeds. What is changed here runs at once and is not saved. */
export function PanelEditor({ scene, panelId }: { scene: EmbeddedScene; panelId: number }) {
  const panel = sceneGraph.findByKey(scene, `panel-${panelId}`);
  const runner = panel.state.$data;
  if (!(runner instanceof SceneQueryRunner)) {
    return <Alert severity="info" title="This panel has no queries" />;
  }
  return (
    <div style={{ marginTop: 16 }}>
      <h2>Queries</h2>
      <QueryEditors runner={runner} />
    </div>
  );
}

function QueryEditors({ runner }: { runner: SceneQueryRunner }) {
  const { queries, data, datasource } = runner.useState();
  const loaded = useLoaded(JSON.stringify(datasource), () =>
    getDataSourceSrv().get(datasource, { __sceneObject: { value: runner, text: '' } })
  );
  const change = (changed: SceneDataQuery) =>
    runner.setState({
      queries: runner.state.queries.map((query) => (query.refId === changed.refId ? changed : query)),
    });
  return (
    <WhenLoaded loaded={loaded}>
      {(api) =>
        queries.map((query) => (
          <QueryRow
            key={query.refId}
            api={api}
            query={query}
            data={data}
            onChange={change}
            onRunQuery={() => runner.runQueries()}
          />
        ))
      }
    </WhenLoaded>
  );
}

interface RowProps {
  api: DataSourceApi;
  query: SceneDataQuery;
  data: PanelData | undefined;
  onChange: (query: SceneDataQuery) => void;
  onRunQuery: () => void;
}

function QueryRow({ api, query, data, onChange, onRunQuery }: RowProps) {
  const Editor = api.components?.QueryEditor;
  if (!Editor) {
    return <Alert severity="warning" title={`${api.name} has no query editor`} />;
  }
  return (
    <section data-testid="query-editor-row" aria-label={`Query ${query.refId}`}>
      <h4>{query.refId}</h4>
      <Editor
        datasource={api}
        query={query}
        onChange={onChange}
        onRunQuery={onRunQuery}
        data={data}
        range={data?.timeRange}
        queries={[query]}
      />
    </section>
  );
}
