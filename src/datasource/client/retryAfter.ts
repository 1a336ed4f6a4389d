/**
 * What an answer's Retry-After header says (RFC 9110, 10.2.3): whole seconds, or a date.
 *
 * @returns ms from now, never negative; undefined where there is no such header, or none that can be read
 */
export function parseRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) {
    return Number(text) * 1000;
  }
  // A date has a day's name before it. Anything else would be read as one, too: Date.parse takes what it can.
  const dateMs = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
