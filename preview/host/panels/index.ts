import type { PanelPlugin, PanelPluginMeta } from '@grafana/data';
import { barChartPanel } from './barchart';
import { flameGraphPanel } from './flamegraph';
import { tablePanel } from './table/table';
import { textPanel } from './text';
import { timeSeriesPanel } from './timeseries';

/** Small substitutes for Grafana's own panels, which are in no package. They draw the same data, with less comfort. */
export function corePanels(): Array<[string, PanelPlugin]> {
  return [
    named('timeseries', 'Time series', timeSeriesPanel),
    named('table', 'Table', tablePanel),
    named('barchart', 'Bar chart', barChartPanel),
    named('flamegraph', 'Flame graph', flameGraphPanel),
    named('text', 'Text', textPanel),
  ];
}

function named(id: string, name: string, plugin: PanelPlugin<any>): [string, PanelPlugin] {
  const info = {
    author: { name: 'Tidemark preview' },
    description: '',
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  };

  plugin.meta = {
    id,
    name: `${name} (stand-in)`,
    type: 'panel',
    module: '',
    baseUrl: '',
    sort: 0,
    info,
  } as unknown as PanelPluginMeta;
  return [id, plugin];
}
