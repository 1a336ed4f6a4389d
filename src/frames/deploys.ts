import type { DataFrame } from '@grafana/data';
import type { Comparison } from '../core/deploys/comparison';
import type { DeploysAnswer } from '../core/deploys/deploysAnswer';
import { verdictEvidence, verdictText } from '../core/deploys/words';
import { stackName } from '../core/growth/words';
import { DEPLOY_FIELDS, type DeploysMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, PACE, TEXT, TIME, type Column } from './table';

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
    fields: fieldsOf(DEPLOY_FIELDS, COLUMNS, rows),
    length: rows.length,
  };
}

type FieldName = (typeof DEPLOY_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Column<Row>>> = {
  time: { ...TIME, of: ({ deploy }) => deploy.atMs },
  deploy: { ...TEXT, of: ({ deploy }) => deploy.name },
  verdict: { ...TEXT, of: ({ comparison }) => comparison.verdict },
  'in words': { ...TEXT, of: ({ comparison }) => verdictText(comparison) },
  before: { ...PACE, of: ({ comparison }) => comparison.total?.before.perMinute ?? null },
  after: { ...PACE, of: ({ comparison }) => comparison.total?.after.perMinute ?? null },
  'leaks begun': { ...TEXT, of: ({ comparison }) => leaks(comparison, 'worse') },
  'leaks gone': { ...TEXT, of: ({ comparison }) => leaks(comparison, 'fixed') },
  'new stacks': { ...NUMBER, of: ({ comparison }) => comparison.stacks.appeared.length },
  'vanished stacks': { ...NUMBER, of: ({ comparison }) => comparison.stacks.vanished.length },
  'seen by': { ...TEXT, of: ({ deploy }) => deploy.seenBy },
};

function leaks(comparison: Comparison, verdict: 'worse' | 'fixed'): string {
  const found = comparison.leaks.filter((leak) => leak.verdict === verdict);
  return found.map(({ leader }) => stackName(leader)).join(', ');
}
