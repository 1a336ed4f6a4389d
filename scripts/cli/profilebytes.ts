import { gunzipSync } from 'node:zlib';
import { isGzip } from '../../src/core/profile/decode';
import { firstLine, Problem } from './problem';

/** As the plugin has it: more is no profile but an attack. */
const MOST_INFLATED_BYTES = 2 ** 30;

/** The inflated bytes of a profile, gzip'd or not. Throws Problem where it is empty, damaged, or text. */
export function profileBytes(body: Buffer): Uint8Array {
  if (body.length === 0) {
    throw new Problem('it is empty');
  }
  const bytes = isGzip(body) ? inflate(body) : body;
  const text = textOf(bytes);
  if (text !== undefined) {
    throw new Problem(text);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function inflate(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MOST_INFLATED_BYTES });
  } catch (error) {
    throw new Problem(`bad gzip, cut or damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What it is where it is text, which the decoder would only call a bad tag. */
function textOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('utf8');
  if (/^\s*<(!doctype|html|\?xml)/i.test(start)) {
    return 'expected a profile, found HTML';
  }
  const [, kind] =
    /^(?:--- )?(goroutine profile|heap profile|threadcreate profile|contention|mutex|cycles\/second)/.exec(start) ?? [];
  if (kind !== undefined || /^goroutine \d+ \[/.test(start)) {
    return `expected a profile, found its text form: ask for it without debug=1 or debug=2`;
  }
  return /^[\x20-\x7e\t\r\n]{20}/.test(start) ? `expected a profile, found text: ${firstLine(start)}` : undefined;
}
