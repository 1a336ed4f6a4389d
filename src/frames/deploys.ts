import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { Comparison } from '../core/deploys/comparison';
import type { DeploysAnswer } from '../core/deploys/deploysAnswer';
import { verdictEvidence, verdictText } from '../core/deploys/words';
import { stackName } from '../core/growth/words';
import { DEPLOY_FIELDS, type DeploysMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';

type Row = DeploysAnswer['deploys'][number];

/** Deploys as a table, the newest first, each with growth before and after it. meta.custom: DeploysMeta. */
export function deploysFrame(answer: DeploysAnswer, facts: ProbeFacts, refId: string): DataFrame {
  const rows = answer.deploys;
  const custom: DeploysMeta = {
    version: 1,
    kind: 'deploys',
    probe: probeMeta(answer, facts),
    restarts: answer.restarts.map((row) => answer.times[row]!),
    deploys: rows.map(({ comparison, deploy }) => ({
      ...deploy,
      verdict: comparison.verdict,
      sentence: verdictText(comparison),
      evidence: verdictEvidence(comparison),
    })),
  };
  return {
    refId,
    name: 'deploys',
    meta: { custom, notices: failureNotices(answer), preferredVisualisationType: 'table' },
    fields: DEPLOY_FIELDS.map(({ name, title }) => {
      const { config, of, type } = COLUMNS[name];
      return { name, type, config: { ...config, displayNameFromDS: title }, values: rows.map(of) };
    }),
    length: rows.length,
  };
}

type FieldName = (typeof DEPLOY_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Pick<Field, 'type' | 'config'> & { of: (row: Row) => unknown }>> = {
  time: { type: FieldType.time, config: {}, of: ({ deploy }) => deploy.atMs },
  deploy: { type: FieldType.string, config: {}, of: ({ deploy }) => deploy.name },
  verdict: { type: FieldType.string, config: {}, of: ({ comparison }) => comparison.verdict },
  before: {
    type: FieldType.number,
    config: { decimals: 1 },
    of: ({ comparison }) => comparison.total?.before.perMinute ?? null,
  },
  after: {
    type: FieldType.number,
    config: { decimals: 1 },
    of: ({ comparison }) => comparison.total?.after.perMinute ?? null,
  },
  'leaks begun': { type: FieldType.string, config: {}, of: ({ comparison }) => leaks(comparison, 'worse') },
  'leaks gone': { type: FieldType.string, config: {}, of: ({ comparison }) => leaks(comparison, 'fixed') },
  'new stacks': { type: FieldType.number, config: {}, of: ({ comparison }) => comparison.stacks.appeared.length },
  'vanished stacks': { type: FieldType.number, config: {}, of: ({ comparison }) => comparison.stacks.vanished.length },
  'seen by': { type: FieldType.string, config: {}, of: ({ deploy }) => deploy.seenBy },
  'in words': { type: FieldType.string, config: {}, of: ({ comparison }) => verdictText(comparison) },
};

function leaks(comparison: Comparison, verdict: 'worse' | 'fixed'): string {
  const found = comparison.leaks.filter((leak) => leak.verdict === verdict);
  return found.map(({ leader }) => stackName(leader)).join(', ');
}
