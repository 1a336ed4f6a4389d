import type { TimeZone } from '@grafana/schema';
import type { SuspectRow } from '../../../frames/contract';
import { fixed, minuteClock, THIN } from '../../../ui/format';
import { paceDecimals } from './figures';

/** Since when a leak grows, in the words of a table's cell. */
export interface Since {
  lead: string;
  /** The lead is the name of a deploy, not a time. */
  isDeploy: boolean;
  beneath: string;
  /** All that is known, with its numbers. */
  explain: string;
}

const LONGEST_NAME = 40;

/** A deploy may be posted with a whole story; its first line names it. */
export function deployName(posted: string): string {
  const line = posted.trim().split('\n')[0]?.trim() ?? '';
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}

export function sinceOf(row: SuspectRow, timeZone: TimeZone, windowMs: number): Since {
  const { deploy, sinceMs, sinceBefore } = row;
  const at = (ms: number) => minuteClock(ms, timeZone, windowMs);
  const onset = sinceBefore ? `before ${at(sinceMs)}` : at(sinceMs);
  if (deploy?.relation === 'since') {
    return {
      lead: deployName(deploy.name),
      isDeploy: true,
      beneath: deploy.before ? `before: ${beforeFigure(row)}${THIN}/${THIN}min` : at(deploy.atMs),
      explain: `Grows since ${onset}; deploy ${deploy.name} was at ${at(deploy.atMs)}. ${paceBefore(row)}`,
    };
  }
  if (deploy) {
    return {
      lead: onset,
      isDeploy: false,
      beneath: `also before ${deployName(deploy.name)}`,
      explain: `Grew as much before deploy ${deploy.name} at ${at(deploy.atMs)} as after it. ${paceBefore(row)}`,
    };
  }
  return {
    lead: onset,
    isDeploy: false,
    beneath: sinceBefore ? 'as far back as seen' : 'no deploy near',
    explain: sinceBefore
      ? `Grows since the first scrape that was looked at, ${at(sinceMs)}, and may have begun before.`
      : `Grows since ${onset}. No deploy is known near that time.`,
  };
}

function beforeFigure({ deploy, perMinute }: SuspectRow): string {
  // Beside a fast leak too: 0.0 says how well it is known, a bare 0 does not.
  return fixed(deploy?.before?.perMinute ?? 0, Math.max(1, paceDecimals(perMinute)));
}

function paceBefore({ deploy, perMinute }: SuspectRow): string {
  const before = deploy?.before;
  if (!before) {
    return 'What it did before that was not seen.';
  }
  // Two decimals tell a slow leak from none; more only where the row itself needs them.
  const decimals = Math.max(2, paceDecimals(perMinute));
  const [middle, low, high] = [before.perMinute, before.low, before.high].map((value) => fixed(value, decimals));
  return `Before it: ${middle} per minute (95${THIN}%: ${low} to ${high}).`;
}
