import { untilLimit, type Forecast } from '../growth/forecast';
import type { FindingEvidence, Severity } from './finding';
import { evidenceOf } from './rule';
import type { Situation } from './situation';
import { forecastText, mib } from './words';

/** What ends within the hour is not left for later. */
export const SOON_MINUTES = 60;

export interface LimitOutlook {
  readonly forecast: Forecast | undefined;
  readonly severity: Severity;
  /** A sentence with its leading space; empty where there is no limit, or it is not reached. */
  readonly text: string;
  readonly evidence: readonly FindingEvidence[];
}

/**
 * When what is resident reaches a ceiling at its own pace, which holds the garbage between collections too. Without a
 * ceiling the outlook is only that it grows.
 */
export function outlook(situation: Situation, ceiling = situation.limit): LimitOutlook {
  const pace = situation.residentTrend?.slope;
  const now = situation.resident.at(-1) as number;
  const forecast = ceiling && pace ? untilLimit(now, ceiling.bytes, pace) : undefined;
  const when = forecast ? forecastText(forecast) : '';
  if (!ceiling || !forecast || when === '') {
    return { forecast: undefined, severity: 'warning', text: '', evidence: [] };
  }
  return {
    forecast,
    severity: forecast.minutes <= SOON_MINUTES ? 'critical' : 'warning',
    text: ` At this pace ${situation.tellsRss ? 'RSS' : 'Sys − HeapReleased'} reaches ${ceiling.name} of ${mib(ceiling.bytes)} ${when}.`,
    evidence: [evidenceOf(situation, `time until ${mib(ceiling.bytes)}`, forecast.minutes, 'minutes')],
  };
}
