import {
  dateTimeFormat,
  FieldColorModeId,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  PanelPlugin,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import { LegendDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { SeriesTable, TimeSeries, TooltipPlugin2 } from '@grafana/ui';
import { Annotations } from './Annotations';
import { customFields } from './customFields';
import { Empty } from './Empty';
import React from 'react';

interface Options {
  legend?: Partial<VizLegendOptions>;
}

/** Fields of a dashboard's `custom` that the drawing knows; the names are those of Grafana's time series panel. */
const CUSTOM: Readonly<Record<string, unknown>> = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'auto',
  pointSize: 5,
  spanNulls: false,
  axisPlacement: 'auto',
  axisLabel: '',
  axisColorMode: 'text',
  axisBorderShow: false,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisCenteredZero: false,
  scaleDistribution: { type: 'linear' },
  stacking: { mode: 'none', group: 'A' },
  thresholdsStyle: { mode: 'off' },
  hideFrom: { legend: false, tooltip: false, viz: false },
  lineStyle: undefined,
  lineColor: undefined,
  barAlignment: 0,
};

/** `TooltipHoverMode.xAll`, a const enum that the package does not export: all series at one moment. */
const HOVER_ALL = 1;

function TimeSeriesStandIn({
  data,
  width,
  height,
  timeRange,
  timeZone,
  options,
  onChangeTimeRange,
}: PanelProps<Options>) {
  const drawable = data.series.filter(
    (frame) => frame.length > 0 && frame.fields.some((field) => field.type === FieldType.number)
  );
  if (drawable.length === 0) {
    return <Empty />;
  }
  const legend: VizLegendOptions = {
    displayMode: LegendDisplayMode.List,
    placement: 'bottom',
    showLegend: true,
    calcs: [],
    ...options.legend,
  };
  return (
    <TimeSeries
      frames={drawable}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={legend}
      options={options}
    >
      {(config, frame) => (
        <>
          <TooltipPlugin2
            config={config}
            hoverMode={HOVER_ALL}
            queryZoom={onChangeTimeRange}
            render={(_, dataIdxs) => <Moment frame={frame} dataIdxs={dataIdxs} timeZone={timeZone} />}
          />
          <Annotations config={config} frames={data.annotations ?? []} />
        </>
      )}
    </TimeSeries>
  );
}

function Moment({ frame, dataIdxs, timeZone }: { frame: DataFrame; dataIdxs: Array<number | null>; timeZone: string }) {
  const at = dataIdxs.find((index) => index !== null) ?? 0;
  const series = frame.fields.slice(1).map((field, i) => {
    const shown = field.display?.(field.values[dataIdxs[i + 1] ?? at]);
    return {
      label: getFieldDisplayName(field, frame),
      value: shown ? formattedValueToString(shown) : '',
      color: shown?.color,
    };
  });
  return (
    <div style={{ padding: 8 }}>
      <SeriesTable timestamp={dateTimeFormat(frame.fields[0]?.values[at], { timeZone })} series={series} />
    </div>
  );
}

export const timeSeriesPanel = new PanelPlugin<Options>(TimeSeriesStandIn)
  .useFieldConfig({
    standardOptions: { color: { defaultValue: { mode: FieldColorModeId.PaletteClassic }, settings: {} } },
    useCustomConfig: customFields(CUSTOM, (field) => field.type === FieldType.number),
  })
  // Scenes keep annotations from a panel that does not say that it draws them.
  .setDataSupport({ annotations: true, alertStates: false });
