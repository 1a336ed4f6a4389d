/**
 * Reads the labels of a header, without their braces: `"topic": "orders", "n": "1"` as Go 1.26 writes them, or
 * `topic: orders, "a b": "c"` as Go 1.27 does, which quotes only what has to be (runtime/traceback.go, goroutineheader).
 * Undefined for any other text.
 */
export function parseHeaderLabels(text: string): Readonly<Record<string, string>> | undefined {
  const labels: Array<readonly [string, string]> = [];
  let end = 0;
  while (end < text.length) {
    LABEL.lastIndex = end;
    const [whole, key, value] = LABEL.exec(text) ?? [];
    if (whole === undefined || key === undefined || value === undefined) {
      return undefined;
    }
    labels.push([unquote(key), unquote(value)]);
    end += whole.length;
  }
  // Not by assignment: a label may be called __proto__.
  return Object.fromEntries(labels);
}

const LABEL = /("(?:[^"\\]|\\.)*"|[\w./]*): ("(?:[^"\\]|\\.)*"|[\w./]*)(?:, (?=.)|$)/y;

const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g;

/** As runtime/print.go's printquoted; a byte that is no UTF-8 becomes U+FFFD. */
function unquote(text: string): string {
  if (!text.startsWith('"')) {
    return text;
  }
  return text.slice(1, -1).replace(ESCAPE, (_, byte?: string, short?: string, long?: string, char?: string) => {
    if (char !== undefined) {
      return CONTROLS[char] ?? char;
    }
    const code = parseInt(byte ?? short ?? long ?? '', 16);
    return (byte !== undefined && code > 0x7f) || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
