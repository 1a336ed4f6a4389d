import type { TimestampMs } from '../../core/scrape';

/**
 * What a click writes into a dashboard variable so that something is taken of the target, once: the moment of the click,
 * with `!` behind it where a cost was confirmed. A query carries it (`taken`), so that a refresh, another panel and a
 * shared link name what was taken then, and take nothing anew.
 */
export interface Token {
  readonly askedMs: TimestampMs;
  readonly isConfirmed: boolean;
}

/** undefined where the text is empty or is no token. */
export function parseToken(text: string | undefined): Token | undefined {
  const match = /^\s*(\d{12,14})(!?)\s*$/.exec(text ?? '');
  return match ? { askedMs: Number(match[1]), isConfirmed: match[2] === '!' } : undefined;
}

export function formatToken({ askedMs, isConfirmed }: Token): string {
  return `${askedMs}${isConfirmed ? '!' : ''}`;
}

/** A click is answered at once; what is older was meant for another page, and is not asked of the target again. */
const FRESH_MS = 60_000;
/** A variable may be set a moment before the page's clock says so. */
const SKEW_MS = 5_000;

export function isFresh({ askedMs }: Token, nowMs: TimestampMs): boolean {
  return askedMs <= nowMs + SKEW_MS && nowMs - askedMs <= FRESH_MS;
}
