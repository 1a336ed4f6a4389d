import { locationUtil, urlUtil, type InterpolateFunction, type PanelData, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SuspectRow } from '../../../frames/contract';
import type { SourceContext } from '../../../frames/source';
import type { DumpModel } from './dump';
import { focusPattern } from './filter';
import { useDashboardVariable } from './variable';

/** Where a person can go on from an unfolded leak. */
export interface Further {
  source: SourceContext | undefined;
  /** Absent where the panel has no query for dumps. */
  dump: DumpModel | undefined;
  asking: Asking;
  /** Path and query of the dashboard that looks into the leak's stacks, below Grafana's own path. */
  lookInside: (row: SuspectRow) => string;
}

/** Asking for a dump: a click sets a variable, the data source answers the query that has it. */
export interface Asking {
  /** Absent where the dump query names no variable of this dashboard. */
  ask?: (confirmed: boolean) => void;
  /** It was asked for, and has not come. */
  isReading: boolean;
}

/** After so long a dump that was asked for does not come any more: Grafana's proxy gives up earlier. */
const PATIENCE_MS = 60_000;

export function useAsking(dump: DumpModel | undefined, data: PanelData, replaceVariables: InterpolateFunction): Asking {
  const { offer, takenMs = null } = dump?.meta ?? {};
  const [asked, setAsked] = useState<{ before: number | null; confirmed: boolean } | null>(null);
  const set = useDashboardVariable(offer?.variable ?? '', replaceVariables)?.set;
  useEffect(() => {
    const timer = asked ? setTimeout(() => setAsked(null), PATIENCE_MS) : undefined;
    return () => clearTimeout(timer);
  }, [asked]);
  const ask = useCallback(
    (confirmed: boolean) => {
      setAsked({ before: takenMs, confirmed });
      set?.(`${Date.now()}${confirmed ? '!' : ''}`);
    },
    [set, takenMs]
  );
  const refused = asked !== null && !asked.confirmed && offer?.needsConfirmation === true;
  const failed = (data.errors?.length ?? 0) > 0;
  const isReading = asked !== null && asked.before === takenMs && !refused && !failed;
  const able = set !== undefined;
  return useMemo(() => ({ ask: able ? ask : undefined, isReading }), [able, ask, isReading]);
}

const INSIDE = '/d/tidemark-inside';

/** The dashboard that looks inside, with this one's time range and data source. */
export function useLookInside(
  props: Pick<PanelProps, 'timeRange' | 'data' | 'replaceVariables'>
): Further['lookInside'] {
  const { timeRange, data, replaceVariables } = props;
  const told = replaceVariables('${datasource:raw}');
  const fallback = data.request?.targets[0]?.datasource?.uid;
  const datasource = told.startsWith('$') ? fallback : told;
  const { from, to } = timeRange.raw;
  return useCallback(
    (row: SuspectRow) =>
      urlUtil.renderUrl(INSIDE, {
        from: from.valueOf(),
        to: to.valueOf(),
        ...(datasource ? { 'var-datasource': datasource } : {}),
        'var-focus': focusPattern(row),
      }),
    [from, to, datasource]
  );
}

/** For a link's href: with the path under which Grafana is served. */
export function hrefOf(path: string): string {
  return locationUtil.assureBaseUrl(path);
}

/** Within Grafana's page; with a key held down, as the browser does it. */
export function followInside(event: React.MouseEvent, path: string): void {
  if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    locationService.push(path);
  }
}
