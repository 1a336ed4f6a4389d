import type { DataFrame } from '@grafana/data';
import type { Finding } from '../core/diagnosis/finding';
import type { FindingsAnswer } from '../core/diagnosis/findingsAnswer';
import { FINDING_FIELDS, type FindingsMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, TEXT, TIME, type Column } from './table';

/** What was found out about memory, as a table: one row a finding, the verdict first. meta.custom: FindingsMeta. */
export function findingsFrame(answer: FindingsAnswer, facts: ProbeFacts, refId: string): DataFrame {
  const { findings, limit, restarts, times } = answer;
  const custom: FindingsMeta = {
    version: 1,
    kind: 'findings',
    probe: probeMeta(answer, facts),
    restarts: restarts.map((row) => times[row]!),
    findings,
    limit: limit ?? null,
    fromMs: times[0] ?? null,
    toMs: times.at(-1) ?? null,
  };
  return {
    refId,
    name: 'findings',
    meta: { custom, notices: failureNotices(answer), preferredVisualisationType: 'table' },
    fields: fieldsOf(
      FINDING_FIELDS,
      COLUMNS,
      findings.map((finding) => ({ ...finding, asOfMs: custom.toMs }))
    ),
    length: findings.length,
  };
}

interface Row extends Finding {
  asOfMs: number | null;
}

type FieldName = (typeof FINDING_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Column<Row>>> = {
  severity: { ...TEXT, of: ({ severity }) => severity },
  finding: { ...TEXT, of: ({ title }) => title },
  text: { ...TEXT, of: ({ text }) => text },
  advice: { ...TEXT, of: ({ advice }) => advice },
  evidence: {
    ...TEXT,
    of: ({ evidence }) => evidence.map(({ metric, unit, value }) => `${metric} ${value} ${unit}`).join('; '),
  },
  'cannot see': { ...TEXT, of: ({ cannotSee }) => cannotSee },
  time: { ...TIME, of: ({ asOfMs }) => asOfMs },
};
