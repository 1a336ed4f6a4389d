import type { DataFrame } from '@grafana/data';
import type { LeakChange } from '../core/deploys/comparison';
import type { Span } from '../core/deploys/span';
import type { VerdictAnswer } from '../core/deploys/verdictAnswer';
import { verdictEvidence, verdictText } from '../core/deploys/words';
import { stackName } from '../core/growth/words';
import { VERDICT_FIELDS, type VerdictMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, PACE, TEXT, type Column } from './table';

/**
 * What became of the leaks from one stretch of time to the next: the verdict in words as a notice and in meta.custom
 * (VerdictMeta), and one row a leak.
 */
export function verdictFrame(answer: VerdictAnswer, facts: ProbeFacts, refId: string): DataFrame {
  const { comparison } = answer;
  const sentence = comparison ? verdictText(comparison) : nothingToCompare(answer);
  const custom: VerdictMeta = {
    version: 1,
    kind: 'verdict',
    probe: probeMeta(answer, facts),
    restarts: answer.restarts.map((row) => answer.times[row]!),
    verdict: comparison?.verdict ?? null,
    sentence,
    evidence: comparison ? verdictEvidence(comparison) : [],
    before: comparison ? spanOf(comparison.before) : null,
    after: comparison ? spanOf(comparison.after) : null,
  };
  const rows = comparison?.leaks ?? [];
  return {
    refId,
    name: 'verdict',
    meta: {
      custom,
      notices: [{ severity: 'info', text: sentence }, ...failureNotices(answer)],
      preferredVisualisationType: 'table',
    },
    fields: fieldsOf(VERDICT_FIELDS, COLUMNS, rows),
    length: rows.length,
  };
}

/** Why there is no verdict: what was asked, what there is, what to do. */
export function nothingToCompare({ deploys, unknown }: VerdictAnswer): string {
  const known = deploys.map(({ name }) => name).join(', ');
  if (unknown !== undefined) {
    return known
      ? `There is no deploy “${unknown}” in this time range. There are: ${known}.`
      : `There is no deploy “${unknown}” in this time range, nor any other. Choose a longer range, or two stretches of time.`;
  }
  return 'No deploy was seen in this time range, so there is no before and after. Choose a longer range, or two stretches of time.';
}

function spanOf({ fromMs, name, toMs }: Span): VerdictMeta['before'] {
  return { name, fromMs, toMs: Number.isFinite(toMs) ? toMs : null };
}

type FieldName = (typeof VERDICT_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Column<LeakChange>>> = {
  leak: { ...TEXT, of: ({ leader }) => stackName(leader) },
  verdict: { ...TEXT, of: ({ verdict }) => verdict },
  before: { ...PACE, of: ({ before }) => before.perMinute },
  'before low': { ...PACE, of: ({ before }) => before.low },
  'before high': { ...PACE, of: ({ before }) => before.high },
  after: { ...PACE, of: ({ after }) => after.perMinute },
  'after low': { ...PACE, of: ({ after }) => after.low },
  'after high': { ...PACE, of: ({ after }) => after.high },
  stacks: { ...NUMBER, of: ({ stacks }) => stacks.length },
};
