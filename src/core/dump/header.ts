import { parseHeaderLabels } from './headerLabels';

/** What stands behind a goroutine's number. Goroutines with the same words share it. */
export interface Header {
  readonly state: string;
  readonly minutes: number;
  readonly isLocked: boolean;
  readonly notes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Of a goroutine whose header is not understood. */
export const UNKNOWN_HEADER: Header = { state: '', minutes: 0, isLocked: false, notes: [], labels: {} };

/**
 * Reads what follows `goroutine 7`, in the words of runtime/traceback.go's goroutineheader, Go 1.5 to 1.27:
 *
 * | example | |
 * |---|---|
 * | ` [chan receive, 2 minutes, locked to thread]:` | minutes from 1 on |
 * | ` [GC worker (idle) (scan)]:`, ` [select (leaked)]:`, ` [sync.Cond.Wait (durable), synctest bubble 1]:` | notes |
 * | ` [select labels:{"topic": "orders"}]:` | Go 1.26, GODEBUG=tracebacklabels=1 |
 * | ` [select] {topic: orders}:` | Go 1.27 |
 * | ` gp=0xc000002380 m=0 mp=0x55d0a0 [running]:` | in a crash with GOTRACEBACK=system |
 *
 * A word between commas that is none of these is a note. Undefined where the brackets are not as above.
 */
export function parseHeader(text: string): Header | undefined {
  const [, inside, labels, labelsBehind] = HEADER.exec(text) ?? [];
  const [state, ...words] = inside?.split(', ') ?? [];
  const parsedLabels = parseHeaderLabels(labels ?? labelsBehind ?? '');
  if (state === undefined || !parsedLabels) {
    return undefined;
  }
  const { plain, notes } = withoutSuffixes(state);
  let minutes = 0;
  let isLocked = false;
  for (const word of words) {
    const waited = /^(\d+) minutes$/.exec(word)?.[1];
    if (waited !== undefined) {
      minutes = Number(waited);
    } else if (word === 'locked to thread') {
      isLocked = true;
    } else {
      notes.push(word);
    }
  }
  return { state: plain, minutes, isLocked, notes, labels: parsedLabels };
}

const HEADER =
  /^(?: gp=0x[0-9a-f]+ m=(?:nil|\d+)(?: mp=0x[0-9a-f]+)?)? \[([^\]{]*?)(?: labels:\{(.*)\})?\](?: \{(.*)\})?:$/;

/** What follows the state without a comma. Other words in brackets are part of it: `select (no cases)`. */
const SUFFIX = / \((leaked|scan|durable)\)$/;

function withoutSuffixes(state: string): { plain: string; notes: string[] } {
  const notes: string[] = [];
  let plain = state;
  for (let found = SUFFIX.exec(plain); found; found = SUFFIX.exec(plain)) {
    notes.unshift(found[1] as string);
    plain = plain.slice(0, found.index);
  }
  return { plain, notes };
}
