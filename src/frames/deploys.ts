import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { Comparison } from '../core/deploys/comparison';
import type { DeploysAnswer } from '../core/deploys/deploysAnswer';
import { verdictEvidence, verdictText } from '../core/deploys/words';
import { stackName } from '../core/growth/words';
import { DEPLOY_FIELDS, type DeploysMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, PACE, TEXT, TIME, type Column } from './table';

type Row = DeploysAnswer['deploys'][number];

export interface DeploysFrameOptions {
  readonly refId: string;
  /** That an annotation of Grafana has where it is a deploy. */
  readonly tags: readonly string[];
}

/**
 * Deploys as a table, the newest first, each with growth before and after it; of none, a row that says how to post one.
 * meta.custom: DeploysMeta.
 */
export function deploysFrame(
  answer: DeploysAnswer,
  facts: ProbeFacts,
  { refId, tags }: DeploysFrameOptions
): DataFrame {
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
    fields: rows.length > 0 ? fieldsOf(DEPLOY_FIELDS, COLUMNS, rows) : [noneField(tags)],
    length: Math.max(1, rows.length),
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

/** Grafana shows a table without rows as its head over nothing. */
function noneField(tags: readonly string[]): Field {
  const body = JSON.stringify({ tags, text: 'v1.4.2' });
  return {
    name: 'none',
    type: FieldType.string,
    config: {
      displayNameFromDS: 'No deploy in this time range',
      // One line is not enough for it on a narrow page. Grafana 13 wraps by the first, Grafana 12 by the second.
      custom: { wrapText: true, cellOptions: { type: 'auto', wrapText: true } },
    },
    values: [
      `The program did not come back as another version, build or Go version, and no annotation is tagged ${tags.map((tag) => `“${tag}”`).join(' and ')}. ` +
        `CI can post one to Grafana’s /api/annotations: ${body}. The whole line stands in docs/deploys.md.`,
    ],
  };
}

function leaks(comparison: Comparison, verdict: 'worse' | 'fixed'): string {
  const found = comparison.leaks.filter((leak) => leak.verdict === verdict);
  return found.map(({ leader }) => stackName(leader)).join(', ');
}
