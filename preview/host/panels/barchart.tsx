import {
  FieldColorModeId,
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  getFieldSeriesColor,
  PanelPlugin,
  type DataFrame,
  type Field,
  type PanelProps,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { Tooltip } from '@grafana/ui';
import { customFields } from './customFields';
import { Empty } from './Empty';
import { ticksTo } from './ticks';
import React from 'react';

interface Options {
  xField?: string;
  showValue?: 'auto' | 'always' | 'never';
}

const FONT_PX = 12;
/** Of a letter of 12 px Inter, measured over digits and small letters; only room is made with it. */
const LETTER_PX = 6.6;
const SLANT_DEGREES = 35;
const MARGIN_PX = 8;
/** Of a bar's place, as Grafana's default. */
const BAR_SHARE = 0.8;

/** A bar for each row: the first text names it, the first number is its height. */
function BarChartStandIn({ data, options, width, height }: PanelProps<Options>) {
  const frame = data.series.find((candidate) => candidate.length > 0 && columnsOf(candidate, options) !== undefined);
  const columns = frame && columnsOf(frame, options);
  if (!frame || !columns) {
    return <Empty />;
  }
  const names = columns.name.values.map((_, row) => textOf(columns.name, row));
  return <Bars frame={frame} {...columns} names={names} showValue={options.showValue} width={width} height={height} />;
}

interface Columns {
  name: Field;
  value: Field<number | null>;
}

function columnsOf(frame: DataFrame, { xField }: Options): Columns | undefined {
  const name =
    frame.fields.find((field) => xField !== undefined && field.name === xField) ??
    frame.fields.find(({ type }) => type === FieldType.string);
  const value = frame.fields.find((field) => field.type === FieldType.number && field !== name);
  // The palette's first color, as for the only series of a chart: its place in the frame says nothing.
  return name && value && { name, value: { ...value, state: { ...value.state, seriesIndex: 0 } } };
}

interface BarsProps extends Columns {
  frame: DataFrame;
  names: string[];
  showValue: Options['showValue'];
  width: number;
  height: number;
}

function Bars({ frame, name, value, names, showValue = 'auto', width, height }: BarsProps) {
  const { colors } = config.theme2;
  const heights = value.values.map((each) => Math.max(0, each ?? 0));
  const whole = value.values.every((each) => each === null || Number.isInteger(each));
  const ticks = ticksTo(Math.max(...heights), Math.max(2, Math.floor(height / 50)), { unit: value.config.unit, whole });
  const display = value.display ?? getDisplayProcessor({ field: value, theme: config.theme2 });
  const tickTexts = ticks.map((tick) => formattedValueToString(display(tick)));

  const left = MARGIN_PX + FONT_PX + 4 + widestOf(tickTexts);
  const place = (width - left - MARGIN_PX) / names.length;
  const slanted = widestOf(names) > place - 4;
  const namesHeight = slanted ? widestOf(names) * Math.sin((SLANT_DEGREES * Math.PI) / 180) + FONT_PX : FONT_PX + 4;
  const top = FONT_PX + MARGIN_PX;
  const bottom = height - namesHeight - FONT_PX - MARGIN_PX;
  const yOf = (figure: number) => bottom - (figure / ticks.at(-1)!) * (bottom - top);

  return (
    <svg width={width} height={height} fontSize={FONT_PX} fill={colors.text.primary} role="img">
      {ticks.map((tick, i) => (
        <g key={tick}>
          <line x1={left} x2={width - MARGIN_PX} y1={yOf(tick)} y2={yOf(tick)} stroke={colors.border.weak} />
          <text x={left - 4} y={yOf(tick)} textAnchor="end" dominantBaseline="middle">
            {tickTexts[i]}
          </text>
        </g>
      ))}
      {names.map((label, row) => {
        const centre = left + (row + 0.5) * place;
        const text = textOf(value, row);
        const fitting = showValue === 'always' || (showValue === 'auto' && widestOf([text]) < place);
        return (
          <g key={row}>
            <Tooltip content={`${label}: ${text}`} placement="top">
              {/* As high as the chart, so that a bar of 0 can be pointed at too. */}
              <g tabIndex={0} aria-label={`${label}: ${text}`}>
                <rect x={centre - place / 2} y={top} width={place} height={bottom - top} fill="transparent" />
                <rect
                  x={centre - (BAR_SHARE * place) / 2}
                  y={yOf(heights[row]!)}
                  width={BAR_SHARE * place}
                  height={bottom - yOf(heights[row]!)}
                  fill={colorOf(value, row)}
                />
              </g>
            </Tooltip>
            {fitting && (
              <text x={centre} y={yOf(heights[row]!) - 4} textAnchor="middle" pointerEvents="none">
                {text}
              </text>
            )}
            <Name text={label} x={centre} y={bottom} slanted={slanted} />
          </g>
        );
      })}
      <text transform={`translate(${FONT_PX} ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
        {axisLabelOf(value, frame)}
      </text>
      <text x={(left + width) / 2} y={height - 4} textAnchor="middle">
        {axisLabelOf(name, frame)}
      </text>
    </svg>
  );
}

function Name({ text, x, y, slanted }: { text: string; x: number; y: number; slanted: boolean }) {
  return slanted ? (
    <text transform={`translate(${x + 4} ${y + FONT_PX}) rotate(-${SLANT_DEGREES})`} textAnchor="end">
      {text}
    </text>
  ) : (
    <text x={x} y={y + FONT_PX + 4} textAnchor="middle">
      {text}
    </text>
  );
}

function widestOf(texts: readonly string[]): number {
  return LETTER_PX * Math.max(0, ...texts.map(({ length }) => length));
}

function textOf(field: Field, row: number): string {
  const display = field.display ?? getDisplayProcessor({ field, theme: config.theme2 });
  return formattedValueToString(display(field.values[row]));
}

function colorOf(field: Field, row: number): string {
  const color = getFieldSeriesColor(field, config.theme2);
  const byValue = field.config.color?.mode === FieldColorModeId.Thresholds;
  return (byValue ? field.display?.(field.values[row]).color : color.color) ?? color.color;
}

/** What the dashboard calls the axis, else the field's name: Grafana has a legend for it. */
function axisLabelOf(field: Field, frame: DataFrame): string {
  return String(field.config.custom?.axisLabel || getFieldDisplayName(field, frame));
}

export const barChartPanel = new PanelPlugin<Options>(BarChartStandIn).useFieldConfig({
  standardOptions: { color: { defaultValue: { mode: FieldColorModeId.PaletteClassic }, settings: {} } },
  useCustomConfig: customFields({ axisLabel: '' }, ({ type }) => type === FieldType.number),
});
