/** Dashboards of the tests' own: one panel a query, all of one data source. */
interface TestPanel {
  title: string;
  type: 'tidemark-goroutines-panel' | 'tidemark-memory-panel' | 'timeseries';
  datasource: string;
  target: Record<string, unknown>;
  options?: Record<string, unknown>;
}

/** @param variables constants of the dashboard, by name */
export function dashboardOf(uid: string, panels: TestPanel[], variables: Record<string, string> = {}) {
  return {
    uid,
    title: uid,
    schemaVersion: 41,
    time: { from: 'now-5m', to: 'now' },
    templating: {
      list: Object.entries(variables).map(([name, value]) => ({
        name,
        type: 'custom',
        query: value,
        current: { text: value, value },
        options: [{ text: value, value, selected: true }],
      })),
    },
    panels: panels.map(({ title, type, datasource, target, options = {} }, index) => ({
      id: index + 1,
      type,
      title,
      gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 10, w: 12, h: 10 },
      datasource: { type: 'tidemark-pprof-datasource', uid: datasource },
      targets: [{ refId: 'A', ...target }],
      options,
    })),
  };
}
