import { namedBy } from '../../src/core/history/answers';
import { caveatText } from '../../src/core/growth/words';
import type { BlockedOn, Stack } from '../../src/core/profile/stack';
import type { Verdict } from './verdict';

/** What `--json` prints; docs/hunt.md describes it. Times are ISO 8601 in UTC, paces goroutines per minute. */
export interface HuntJson {
  target: string;
  from: string;
  to: string;
  scrapes: number;
  failed: number;
  suspects: SuspectJson[];
  caveats: SaidJson[];
}

export interface SuspectJson extends MemberJson {
  blockedOn: BlockedOn;
  low: number;
  high: number;
  since: string;
  members: MemberJson[];
  evidence: SaidJson[];
}

export interface MemberJson {
  functions: string[];
  count: number;
  perMinute: number;
}

export interface SaidJson {
  kind: string;
  text: string;
}

export function toJson({ failed, found, fromMs, scrapes, target, toMs }: Verdict): HuntJson {
  return {
    target,
    from: isoOf(fromMs),
    to: isoOf(toMs),
    scrapes,
    failed,
    suspects: found.suspects.map(({ count, evidence, high, leader, low, members, perMinute, sinceMs }) => ({
      functions: functionsOf(leader.stack),
      blockedOn: leader.stack.blockedOn,
      count,
      perMinute: rounded(perMinute),
      low: rounded(low),
      high: rounded(high),
      since: isoOf(sinceMs),
      members: members.map((member) => ({
        functions: functionsOf(member.stack),
        count: member.count,
        perMinute: rounded(member.perMinute),
      })),
      evidence: evidence.map(({ kind, text }) => ({ kind, text })),
    })),
    caveats: found.caveats.map((caveat) => ({ kind: caveat.kind, text: caveatText(caveat) })),
  };
}

/** The function that a stack is called by, then its callers, out to the one that the goroutine was started with. */
export function functionsOf(stack: Stack): string[] {
  return stack.frames.slice(namedBy(stack)).map((frame) => frame.function);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
