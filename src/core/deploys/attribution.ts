import type { Suspect } from '../growth/suspect';
import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import type { Deploy } from './deploy';
import { countsOf, paceOf, spellOf, type Pace } from './pace';
import type { Span } from './span';

/** The deploy that a leak came with. */
export interface Attribution {
  readonly deploy: Deploy;
  /** `since`: it grew after this deploy, and not, or at less than half the pace, before. `also before`: it grew before it too. */
  readonly relation: 'since' | 'also before';
  /** Its pace in the span before that deploy; absent where too little was scraped there. */
  readonly before?: Pace;
}

export interface Since {
  readonly sinceMs: TimestampMs;
  /** It grew from the first scrape on. */
  readonly sinceBefore: boolean;
  /** Absent where no deploy is near its onset. */
  readonly attribution?: Attribution;
}

/** An onset this long after a deploy may still be its doing: what was dropped as warm-up, and the onset's own error. */
const NEAR_MS = 3 * 60_000;
/** Or this share of the time since the deploy: the longer the window, the coarser its cells and the onset. */
const NEAR_SHARE = 0.15;
/** A pace before of at least this share of the pace now is the same leak, already there. */
const SAME = 0.5;

/**
 * Since when and since which deploy a suspect grows. Growth is judged since the last deploy only; here the spans before
 * are gone back through for as long as the same stacks grew there too.
 *
 * @param spans of the range, ascending, as `spansOf` gives them
 */
export function attribute(suspect: Suspect, range: HistoryRange, spans: readonly Span[]): Since {
  const { sinceBefore, sinceMs } = suspect;
  let at = spans.filter(({ fromMs }) => fromMs <= sinceMs).length - 1;
  const lastMs = range.times.at(-1) ?? sinceMs;
  const now = spans[at];
  if (!now?.since) {
    return { sinceMs, sinceBefore };
  }
  const near = Math.max(NEAR_MS, NEAR_SHARE * (Math.min(now.toMs, lastMs) - now.fromMs));
  if (!sinceBefore && sinceMs - now.fromMs > near) {
    return { sinceMs, sinceBefore };
  }
  const column = countsOf(
    range,
    suspect.members.map(({ stack }) => stack.key)
  );
  let before: Pace | undefined;
  for (; at > 0; at--) {
    const spell = spellOf(range, spans[at - 1] as Span);
    before = spell && paceOf(column, spell);
    if (!before || !isSame(before, suspect)) {
      break;
    }
  }
  if (at === 0) {
    // It was there in all that was seen; of the deploys the newest is the one that a person asks about.
    const oldest = spans[0] as Span;
    const spell = spellOf(range, spans[spans.indexOf(now) - 1] as Span);
    const attribution: Attribution = {
      deploy: now.since,
      relation: 'also before',
      ...(spell ? { before: paceOf(column, spell) } : {}),
    };
    return { sinceMs: oldest.fromMs, sinceBefore: true, attribution };
  }
  const first = spans[at] as Span;
  const attribution: Attribution = {
    deploy: first.since as Deploy,
    relation: 'since',
    ...(before ? { before } : {}),
  };
  return { sinceMs: first === now ? sinceMs : first.fromMs, sinceBefore: false, attribution };
}

function isSame(before: Pace, { perMinute }: Pace): boolean {
  return before.low > 0 && before.perMinute >= SAME * perMinute;
}
