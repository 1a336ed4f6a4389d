import { describeText } from '../memstats/error';

const utf8 = new TextDecoder();

/** What the beginning of a body looks like, for an error: `an HTML page ("<!DOCTYPE html>...")`. */
export function describeBody(head: Uint8Array): string {
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return "gzip'd bytes, as goroutine?debug=0 gives";
  }
  const text = utf8.decode(head);
  const described = describeText(text);
  return text.startsWith('goroutine profile: total ') ? `the text of goroutine?debug=1 (${described})` : described;
}
