import { FieldType, type DataFrame } from '@grafana/data';
import type { EventsAnswer } from '../core/deploys/deploysAnswer';
import type { FindingsAnswer } from '../core/diagnosis/findingsAnswer';
import { short } from '../core/growth/evidence';
import type { EventsMeta } from './contract';
import { probeMeta, type ProbeFacts } from './probe';

/** What can be marked on a dashboard. */
export const EVENT_KINDS = ['restarts', 'deploys', 'onsets', 'findings'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

interface Event {
  time: number;
  /** Where it lasted. */
  timeEnd?: number;
  title: string;
  text: string;
  tags: string[];
}

/**
 * Restarts, deploys, onsets of growth and what is wrong with the memory as Grafana's annotations, ascending. meta.custom:
 * EventsMeta.
 */
export function eventsFrame(
  answer: EventsAnswer & Partial<Pick<FindingsAnswer, 'findings'>>,
  facts: ProbeFacts,
  { kinds, refId }: { kinds: readonly EventKind[]; refId: string }
): DataFrame {
  const events = kinds.flatMap((kind) => EVENTS[kind](answer)).sort((a, b) => a.time - b.time);
  const custom: EventsMeta = {
    version: 1,
    kind: 'events',
    probe: probeMeta(answer, facts),
    restarts: answer.restarts.map((row) => answer.times[row]!),
  };
  return {
    refId,
    name: 'events',
    meta: { custom },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: events.map(({ time }) => time) },
      { name: 'timeEnd', type: FieldType.time, config: {}, values: events.map(({ timeEnd }) => timeEnd ?? null) },
      { name: 'title', type: FieldType.string, config: {}, values: events.map(({ title }) => title) },
      { name: 'text', type: FieldType.string, config: {}, values: events.map(({ text }) => text) },
      { name: 'tags', type: FieldType.string, config: {}, values: events.map(({ tags }) => tags.join(',')) },
    ],
    length: events.length,
  };
}

type Answer = Parameters<typeof eventsFrame>[0];

const EVENTS: Readonly<Record<EventKind, (answer: Answer) => Event[]>> = {
  restarts: ({ restartsAt }) =>
    restartsAt.map((time) => ({
      time,
      title: 'Restart',
      text: 'The program was restarted: the same build.',
      tags: ['restart'],
    })),
  deploys: ({ deploys }) =>
    deploys.map(({ atMs, name, seenBy }) => ({
      time: atMs,
      title: name,
      text: seenBy === 'annotation' ? 'Posted to Grafana.' : `Another ${seenBy} than before.`,
      tags: ['deploy'],
    })),
  onsets: ({ onsets }) =>
    onsets.map(({ atMs, function: name, perMinute }) => ({
      time: atMs,
      title: 'Growth begins',
      text: `${name} begins to grow by ${short(perMinute)} goroutines a minute.`,
      tags: ['leak'],
    })),
  // What looks bad and is not, or is only worth knowing, is no event. The others hold for all that was looked at.
  findings: ({ findings = [], times }) =>
    findings
      .filter(({ severity }) => severity === 'warning' || severity === 'critical')
      .map(({ severity, text, title }) => ({
        time: times[0] ?? 0,
        timeEnd: times.at(-1),
        title,
        text: `${title}: ${text}`,
        tags: ['memory', severity],
      })),
};
