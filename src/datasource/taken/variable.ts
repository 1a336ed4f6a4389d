import { locationService } from '@grafana/runtime';
import { formatToken } from './token';

/** Lets go of what was taken. Emptied, not removed from the URL: a variable that is missing there stays as it was. */
export function letGoByVariable(variable: string): void {
  locationService.partial({ [`var-${variable}`]: '' }, true);
}

/** Has something taken now, by way of a dashboard variable: the queries that name it run anew, and find the token. */
export function takeByVariable(variable: string, isConfirmed: boolean): void {
  locationService.partial({ [`var-${variable}`]: formatToken({ askedMs: Date.now(), isConfirmed }) }, true);
}
