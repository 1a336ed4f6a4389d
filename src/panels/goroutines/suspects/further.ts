import type { InterpolateFunction, PanelData } from '@grafana/data';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SourceContext } from '../../../frames/source';
import type { InsideVariables } from '../../../ui/inside';
import type { DumpModel } from './dump';
import { useDashboardVariable } from './variable';

/** Where a person can go on from an unfolded leak. */
export interface Further {
  source: SourceContext | undefined;
  /** Absent where the panel has no query for dumps. */
  dump: DumpModel | undefined;
  asking: Asking;
  /** Path and query of the dashboard that looks inside, below Grafana's own path. */
  insidePath: (variables: InsideVariables) => string;
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
