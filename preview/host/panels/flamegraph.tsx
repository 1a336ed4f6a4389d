import { PanelPlugin, type DataFrame, type PanelProps } from '@grafana/data';
import { checkFields, FlameGraph, getMessageCheckFieldsResult } from '@grafana/flamegraph';
import { config } from '@grafana/runtime';
import { Empty } from './Empty';
import React, { useState } from 'react';

interface Options {
  showFlameGraphOnly?: boolean;
}

/**
 * Grafana's own component of its flame graph panel; only the panel around it is ours. Other figures reset what was
 * zoomed into, as they do in Grafana. `keepFocusOnDataChange` would keep the name and not the place: it zooms into the
 * first of all frames that are called so.
 */
function FlameGraphStandIn({ data, options, width, height }: PanelProps<Options>) {
  const frame = useUnlessEqual(data.series[0]);
  if (!frame || frame.length === 0) {
    return <Empty />;
  }
  const wrong = checkFields(frame);
  if (wrong) {
    return <Empty>{getMessageCheckFieldsResult(wrong)}</Empty>;
  }
  if (widthOf(frame) === 0) {
    return <Empty />;
  }
  return (
    <div style={{ width, height }}>
      <FlameGraph
        data={frame}
        getTheme={currentTheme}
        showFlameGraphOnly={options.showFlameGraphOnly}
        showAnalyzeWithAssistant={false}
      />
    </div>
  );
}

// The component compares the function: a new one for each drawing would lay out all anew.
const currentTheme = () => config.theme2;

/** Of the root, in the unit of the values: a difference is as wide as both profiles together. */
function widthOf(frame: DataFrame): number {
  const first = (name: string) => Number(frame.fields.find((field) => field.name === name)?.values[0] ?? 0);
  return first('value') + first('valueRight');
}

/** The frame that is drawn, until one comes that differs: an equal one would reset the zoom and the folding. */
function useUnlessEqual(next: DataFrame | undefined): DataFrame | undefined {
  const [shown, setShown] = useState(next);
  if (shown === next || (shown && next && isEqual(shown, next))) {
    return shown;
  }
  setShown(next);
  return next;
}

/** In what a flame graph draws: names, values and units. */
export function isEqual(a: DataFrame, b: DataFrame): boolean {
  return (
    a.length === b.length &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => {
      const other = b.fields[i]!;
      return (
        field.name === other.name &&
        field.type === other.type &&
        field.config.unit === other.config.unit &&
        field.config.decimals === other.config.decimals &&
        (field.values === other.values || field.values.every((value, row) => Object.is(value, other.values[row])))
      );
    })
  );
}

export const flameGraphPanel = new PanelPlugin<Options>(FlameGraphStandIn).useFieldConfig();
