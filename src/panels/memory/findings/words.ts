import type { Finding, FindingEvidence } from '../../../frames/contract';
import { count, duration, percent, signed, THIN, type Figure } from '../../../ui/format';
import type { Tone } from '../../../ui/VerdictBox';

/** The verdict in the parts in which it is set. */
export interface Verdict {
  tone: Tone;
  /** `Not a leak.` */
  title: string;
  text: string;
  /** Said more quietly; may be empty. */
  advice: string;
}

export function verdictOf(findings: readonly Finding[]): Verdict {
  const [first] = findings;
  if (!first) {
    return {
      tone: 'quiet',
      title: 'Not judged yet.',
      text: 'Too little was seen of this program’s memory so far.',
      advice: '',
    };
  }
  const { severity, title, text, advice } = first;
  return { tone: severity, title: /[.!?:]$/.test(title) ? title : `${title}.`, text, advice };
}

/** Findings whose next question is which code allocated what stays: a heap profile answers it. */
const OF_LIVE_HEAP: ReadonlySet<string> = new Set(['live-heap-rises', 'saw-tooth', 'gc-near-limit']);

/** Whether the verdict is about what collections leave on the heap. */
export function isOfLiveHeap([first]: readonly Finding[]): boolean {
  return first !== undefined && OF_LIVE_HEAP.has(first.id);
}

export function plainVerdict({ title, text, advice }: Verdict): string {
  return [title, text, advice].filter(Boolean).join(' ');
}

/** The button that unfolds the findings. */
export function moreLabel(findings: readonly Finding[], unfolded: boolean): string {
  if (unfolded) {
    return 'Show less';
  }
  return findings.length > 1 ? `and ${findings.length - 1} more` : 'Evidence';
}

/** A figure of the evidence with its unit; empty where the metric is all there is to say. */
export function evidenceFigure({ value, unit }: FindingEvidence, bytes: Figure): string {
  switch (unit) {
    case 'bytes':
      return value < 0 ? signed(bytes, value) : bytes(value);
    case 'bytes/min':
      return `${signed(bytes, value)}${THIN}/${THIN}min`;
    case 'count':
      return count(value);
    case 'ns':
      return duration(value / 1e6);
    case 'ratio':
      return percent(value, 1);
    case 'minutes':
      return duration(value * 60_000);
    case 'text':
      return '';
  }
}
