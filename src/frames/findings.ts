import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { Finding } from '../core/diagnosis/finding';
import type { FindingsAnswer } from '../core/diagnosis/findingsAnswer';
import { FINDING_FIELDS, type FindingsMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';

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
    fields: FINDING_FIELDS.map(({ name, title }) => {
      const { of, type } = COLUMNS[name];
      return {
        name,
        type,
        config: { displayNameFromDS: title },
        values: findings.map((finding) => of(finding, custom.toMs)),
      };
    }),
    length: findings.length,
  };
}

type FieldName = (typeof FINDING_FIELDS)[number]['name'];

const COLUMNS: Readonly<
  Record<FieldName, Pick<Field, 'type'> & { of: (finding: Finding, asOfMs: number | null) => unknown }>
> = {
  severity: { type: FieldType.string, of: ({ severity }) => severity },
  finding: { type: FieldType.string, of: ({ title }) => title },
  text: { type: FieldType.string, of: ({ text }) => text },
  advice: { type: FieldType.string, of: ({ advice }) => advice },
  evidence: {
    type: FieldType.string,
    of: ({ evidence }) => evidence.map(({ metric, unit, value }) => `${metric} ${value} ${unit}`).join('; '),
  },
  'cannot see': { type: FieldType.string, of: ({ cannotSee }) => cannotSee },
  time: { type: FieldType.time, of: (_, asOfMs) => asOfMs },
};
