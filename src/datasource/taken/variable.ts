import { locationService } from '@grafana/runtime';
import { formatToken } from './token';

/** Has something taken now, by way of a dashboard variable: the queries that name it run anew, and find the token. */
export function takeByVariable(variable: string, isConfirmed: boolean): void {
  locationService.partial({ [`var-${variable}`]: formatToken({ askedMs: Date.now(), isConfirmed }) }, true);
}
