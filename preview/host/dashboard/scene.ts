import {
  behaviors,
  dataLayers,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerSet,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  VariableValueSelectors,
  VizPanel,
  type SceneDataProvider,
  type SceneDataQuery,
  type SceneGridItemLike,
} from '@grafana/scenes';
import { DashboardCursorSync } from '@grafana/schema';
import type { DataSourceRef } from '@grafana/data';
import { DashboardLinks } from './DashboardLinks';
import { PanelLinks } from './PanelLinks';
import { PanelNotices } from './PanelNotices';
import type { AnnotationJson, DashboardJson, PanelJson } from './model';
import { snapshotOf } from './snapshot';
import { variablesOf } from './variables';

export interface DashboardView {
  /** Only this panel, as large as the window. */
  panelId?: number;
  /** Without controls. */
  kiosk?: boolean;
}

/** The dashboard as a scene: its grid, or one panel of it in the same time range and with the same variables. */
export function dashboardScene(dashboard: DashboardJson, view: DashboardView): EmbeddedScene {
  const panels = dashboard.panels ?? [];
  const single = view.panelId === undefined ? undefined : flatten(panels).find((panel) => panel.id === view.panelId);
  if (view.panelId !== undefined && !single) {
    throw new Error(`dashboard "${dashboard.title}" has no panel ${view.panelId}`);
  }
  const body = single ? toPanel(single) : new SceneGridLayout({ children: gridItems(panels) });
  const variables = dashboard.templating?.list ?? [];
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({
      from: dashboard.time?.from ?? 'now-6h',
      to: dashboard.time?.to ?? 'now',
      timeZone: dashboard.timezone || undefined,
    }),
    $variables: variablesOf(variables),
    $data: annotationsOf(dashboard.annotations?.list ?? []),
    $behaviors: [new behaviors.CursorSync({ sync: DashboardCursorSync.Off })],
    controls: view.kiosk
      ? []
      : [
          new VariableValueSelectors({}),
          new SceneControlsSpacer(),
          new DashboardLinks({ links: dashboard.links ?? [], uid: dashboard.uid }),
          new SceneTimePicker({ isOnCanvas: true }),
          new SceneRefreshPicker({
            isOnCanvas: true,
            refresh: dashboard.refresh || '',
            intervals: dashboard.timepicker?.refresh_intervals,
          }),
        ],
    body,
  });
}

function annotationsOf(list: readonly AnnotationJson[]): SceneDataLayerSet {
  const layers = list.filter(({ builtIn }) => !builtIn);
  return new SceneDataLayerSet({
    layers: layers.map(
      (query) =>
        new dataLayers.AnnotationsDataLayer({
          name: query.name,
          isEnabled: query.enable ?? true,
          isHidden: query.hide ?? false,
          query: { ...query, enable: query.enable ?? true, iconColor: query.iconColor ?? 'purple' },
        })
    ),
  });
}

function flatten(panels: readonly PanelJson[]): PanelJson[] {
  return panels.flatMap((panel) => [panel, ...flatten(panel.panels ?? [])]);
}

function gridItems(panels: readonly PanelJson[]): SceneGridItemLike[] {
  const items: SceneGridItemLike[] = [];
  let openRow: SceneGridRow | undefined;
  for (const panel of panels) {
    if (panel.type === 'row') {
      const children = panel.collapsed ? gridItems(panel.panels ?? []) : [];
      openRow = new SceneGridRow({
        title: panel.title ?? '',
        isCollapsed: panel.collapsed ?? false,
        y: panel.gridPos.y,
        children,
      });
      items.push(openRow);
      // What follows an open row belongs to it; a collapsed one carries its panels.
      openRow = panel.collapsed ? undefined : openRow;
      continue;
    }
    const { x, y, w, h } = panel.gridPos;
    const item = new SceneGridItem({
      key: `grid-item-${panel.id}`,
      x,
      y,
      width: w,
      height: h,
      isDraggable: false,
      isResizable: false,
      body: toPanel(panel),
    });
    if (openRow) {
      openRow.setState({ children: [...openRow.state.children, item] });
    } else {
      items.push(item);
    }
  }
  return items;
}

function toPanel(panel: PanelJson): VizPanel {
  return new VizPanel({
    key: `panel-${panel.id}`,
    title: panel.title ?? '',
    description: panel.description,
    pluginId: panel.type,
    pluginVersion: panel.pluginVersion,
    options: panel.options ?? {},
    fieldConfig: panel.fieldConfig ?? { defaults: {}, overrides: [] },
    displayMode: panel.transparent ? 'transparent' : 'default',
    hoverHeader: !panel.title,
    titleItems: [...(panel.links?.length ? [new PanelLinks({ links: panel.links })] : []), new PanelNotices({})],
    $data: dataOf(panel),
  });
}

function dataOf(panel: PanelJson): SceneDataProvider | undefined {
  const targets = panel.targets ?? [];
  return targets.length === 0 ? undefined : (snapshotOf(targets) ?? queryRunner(panel));
}

function queryRunner(panel: PanelJson): SceneQueryRunner {
  return new SceneQueryRunner({
    queries: panel.targets ?? [],
    datasource: refOf(panel.datasource ?? firstDataSource(panel.targets ?? [])),
    maxDataPoints: panel.maxDataPoints,
    minInterval: panel.interval,
    maxDataPointsFromWidth: panel.maxDataPoints === undefined,
  });
}

function firstDataSource(targets: readonly SceneDataQuery[]): DataSourceRef | null | undefined {
  return targets.find((target) => target.datasource)?.datasource;
}

function refOf(datasource: PanelJson['datasource']): DataSourceRef | undefined {
  return typeof datasource === 'string' ? { uid: datasource } : (datasource ?? undefined);
}
