import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { isGzip } from '../../src/core/profile/decode';
import { Problem } from './args';

/** A CPU profile takes 30 s by itself; heaps of busy programs take a while. */
const TIMEOUT_MS = 120_000;

/** As the plugin has it: more is no profile but an attack. */
const MOST_INFLATED_BYTES = 2 ** 30;

/** The inflated bytes of a profile in a file or behind a URL. Throws Problem. */
export async function readInput(source: string): Promise<Uint8Array> {
  const body = /^https?:\/\//.test(source) ? await get(source) : await readFile(source).catch(asProblem);
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

async function get(url: string): Promise<Buffer> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.ok) {
      return body;
    }
    const said = firstLine(body.toString('utf8'));
    throw new Problem(`HTTP ${response.status} ${response.statusText}${said ? `: ${said}` : ''}`.trim());
  } catch (error) {
    return asProblem(error);
  }
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

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 80 ? `${line.slice(0, 80)}...` : line.trim();
}

function asProblem(error: unknown): never {
  if (error instanceof Problem) {
    throw error;
  }
  const { cause, code, message } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  const reason = cause?.message || cause?.code || message;
  throw new Problem(code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : firstLine(reason));
}
