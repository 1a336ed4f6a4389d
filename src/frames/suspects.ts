import { FieldType, type DataFrame } from '@grafana/data';
import type { SuspectAnswer, SuspectsAnswer } from '../core/deploys/answers';
import { limitText, paceText } from '../core/deploys/words';
import { short } from '../core/growth/evidence';
import { caveatText, evidenceLabel, stackName } from '../core/growth/words';
import { namedBy } from '../core/history/answers';
import { SUSPECT_FIELDS, type SuspectDeploy, type SuspectRow, type SuspectsMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { fieldsOf, NUMBER, PACE, TEXT, TIME, type Column } from './table';

export interface SuspectsFrameOptions {
  refId: string;
  groupBy: SuspectsMeta['groupBy'];
}

/** What leaks, as a table: one row a suspect, the fastest first; none where nothing leaks. meta.custom: SuspectsMeta. */
export function suspectsFrame(
  answer: SuspectsAnswer,
  facts: ProbeFacts,
  { refId, groupBy }: SuspectsFrameOptions
): DataFrame {
  const { caveats, deploys, forecasts, looked, restarts, times } = answer;
  const suspects = answer.suspects.map(rowOf);
  const growing = answer.suspects.reduce((sum, { members }) => sum + members.length, 0);
  const custom: SuspectsMeta = {
    version: 1,
    kind: 'suspects',
    probe: probeMeta(answer, facts),
    restarts: restarts.map((row) => times[row]!),
    groupBy,
    window: {
      fromMs: looked.fromMs ?? null,
      toMs: looked.toMs ?? null,
      scrapes: looked.scrapes,
      stacks: looked.stacks,
      healthy: looked.stacks - growing,
    },
    suspects,
    forecasts: forecasts.map((forecast) => limitText(forecast)),
    bytesEach: answer.bytesEach ?? null,
    caveats: caveats.map((caveat) => ({ kind: caveat.kind, text: caveatText(caveat) })),
    deploys: deploys.map((deploy) => ({ ...deploy })),
  };
  return {
    refId,
    name: 'suspects',
    meta: { custom, notices: failureNotices(answer), preferredVisualisationType: 'table' },
    fields: fieldsOf(SUSPECT_FIELDS, COLUMNS, suspects),
    length: suspects.length,
  };
}

function rowOf(suspect: SuspectAnswer): SuspectRow {
  const { attribution, confidence, count, high, id, leader, low, perMinute, sinceBefore, sinceMs, trend } = suspect;
  return {
    id,
    function: stackName(leader.stack),
    blockedOn: [...new Set([...suspect.members].sort((a, b) => b.count - a.count).map(({ stack }) => stack.blockedOn))],
    count,
    perMinute,
    low,
    high,
    sinceMs,
    sinceBefore,
    ...(attribution ? { deploy: deployOf(attribution) } : {}),
    confidence,
    evidence: suspect.evidence.map((one) => ({ kind: one.kind, label: evidenceLabel(one), text: one.text })),
    members: suspect.members.map((member) => ({
      stackKey: member.stack.key,
      count: member.count,
      perMinute: member.perMinute,
      blockedOn: member.stack.blockedOn,
      frames: member.stack.frames,
      userFrame: member.stack.userFrame,
      namedBy: namedBy(member.stack),
    })),
    trend,
  };
}

function deployOf({ before, deploy, relation }: NonNullable<SuspectAnswer['attribution']>): SuspectDeploy {
  return { name: deploy.name, atMs: deploy.atMs, relation, ...(before ? { before } : {}) };
}

type FieldName = (typeof SUSPECT_FIELDS)[number]['name'];

const COLUMNS: Readonly<Record<FieldName, Column<SuspectRow>>> = {
  leak: { ...TEXT, of: (row) => row.function },
  'blocked on': { ...TEXT, of: (row) => row.blockedOn.join(', ') },
  stacks: { ...NUMBER, of: (row) => row.members.length },
  now: { ...NUMBER, config: { unit: 'locale' }, of: (row) => row.count },
  'per minute': { ...PACE, of: (row) => row.perMinute },
  low: { ...PACE, of: (row) => row.low },
  high: { ...PACE, of: (row) => row.high },
  trend: { type: FieldType.frame, of: trendFrame },
  since: { ...TIME, of: (row) => row.sinceMs },
  deploy: { ...TEXT, of: (row) => deployText(row.deploy) },
  before: { ...PACE, of: (row) => row.deploy?.before?.perMinute ?? null },
  confidence: { ...NUMBER, config: { unit: 'percentunit', decimals: 1 }, of: (row) => row.confidence },
  evidence: { ...TEXT, of: (row) => row.evidence.map(({ text }) => text).join('; ') },
};

/** Grafana's table draws a frame within a cell as a sparkline. */
function trendFrame({ trend }: SuspectRow): DataFrame {
  return {
    name: 'low tide',
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: [...trend.times] },
      { name: 'goroutines', type: FieldType.number, config: { min: 0 }, values: [...trend.values] },
    ],
    length: trend.times.length,
  };
}

function deployText(deploy: SuspectDeploy | undefined): string {
  if (!deploy) {
    return '';
  }
  const before = deploy.before ? `, before: ${paceText(deploy.before)}` : '';
  return deploy.relation === 'since'
    ? `${deploy.name}${before}`
    : `before ${deploy.name} too${deploy.before ? `: ${short(deploy.before.perMinute)} a minute` : ''}`;
}
