const FACTORS: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  ki: 1024,
  kib: 1024,
  mi: 1024 ** 2,
  mib: 1024 ** 2,
  gi: 1024 ** 3,
  gib: 1024 ** 3,
  ti: 1024 ** 4,
  tib: 1024 ** 4,
};

/**
 * Bytes as people write a limit: `512MiB` (GOMEMLIMIT), `512Mi` (Kubernetes), `536870912`. Undefined for an empty text
 * and for anything that is none of these.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const factor = FACTORS[(match?.[2] ?? '').toLowerCase()];
  const value = match && factor ? Number(match[1]) * factor : NaN;
  return Number.isFinite(value) && value > 0 ? Math.round(value) : undefined;
}
