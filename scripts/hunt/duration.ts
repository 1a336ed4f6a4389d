import { Problem } from '../cli/problem';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `2m`, `1h30m`, `1.5s`, `500ms`: as Go's time.ParseDuration, without its smaller units and signs. */
export function parseDuration(option: string, text: string): number {
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ms|[smh]))+$/.test(text)) {
    throw new Problem(`${option} wants a duration such as 90s, 2m, 1h30m or 500ms, not ${JSON.stringify(text)}`);
  }
  const parts = [...text.matchAll(/([\d.]+)(ms|[smh])/g)];
  return parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNIT_MS[unit] as number), 0);
}
