import type { Slicer } from './slices';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * What is written at once: a browser inflates it in one go, on the calling thread. Deflate makes at most about 1032
 * bytes of one, so even the worst of these pieces is done in some 40 ms.
 */
const PIECE_BYTES = 16 * 1024;
const MOST_BYTES_OF_ONE = 1032;

/** More is no profile but an attack: 500,000 goroutines with labels of their own are 45 MB. */
const MOST_INFLATED_BYTES = 2 ** 30;

/** An 18-byte header and trailer stand around every member (RFC 1952, 2.3). */
const LEAST_MEMBER_BYTES = 18;

/** Where members are looked for: so many ends are tried. Go writes one member, and what joins files joins a few. */
const MOST_TRIES = 256;

/**
 * Inflates a gzip body of one or several members with the browser's own DecompressionStream, in slices.
 *
 * @throws TypeError or RangeError where the body is no gzip, is damaged, was cut, or is an attack; the signal's reason.
 */
export async function inflate(body: Bytes, slicer: Slicer, abort?: AbortSignal): Promise<Bytes> {
  try {
    const inflated = await inflateMember(body, slicer, abort);
    // Nobody may take the first of several members for the whole.
    if (isizeOf(body) === inflated.length % 2 ** 32) {
      return inflated;
    }
  } catch (error) {
    abort?.throwIfAborted();
    if (error instanceof RangeError || !memberStarts(body, LEAST_MEMBER_BYTES).next().value) {
      throw error;
    }
  }
  return inflateMembers(body, slicer, abort);
}

/**
 * Chromium refuses what stands behind the first member and does not tell where that is. So each place that looks like
 * a member's beginning is tried as the end of the one before: checksum and length say whether it was.
 */
async function inflateMembers(body: Bytes, slicer: Slicer, abort?: AbortSignal): Promise<Bytes> {
  const members: Bytes[] = [];
  let start = 0;
  let tries = 0;
  let failure: unknown;
  while (start < body.length) {
    let end = 0;
    for (const candidate of memberStarts(body, start + LEAST_MEMBER_BYTES, true)) {
      if (++tries > MOST_TRIES) {
        throw new RangeError(`no gzip after ${MOST_TRIES} tries to find where its members end`);
      }
      try {
        members.push(await inflateMember(body.subarray(start, candidate), slicer, abort));
        end = candidate;
        break;
      } catch (error) {
        abort?.throwIfAborted();
        failure = error;
      }
    }
    if (end === 0) {
      throw failure;
    }
    start = end;
  }
  return joined(members);
}

/** Where a member may begin, from `from` on: magic, deflate, no reserved flag (RFC 1952, 2.3.1); at last perhaps the end. */
function* memberStarts(body: Bytes, from: number, withEnd = false): Generator<number, undefined> {
  for (let at = body.indexOf(0x1f, from); at >= 0; at = body.indexOf(0x1f, at + 1)) {
    if (body[at + 1] === 0x8b && body[at + 2] === 8 && (body[at + 3] ?? 0xff) < 0x20) {
      yield at;
    }
  }
  if (withEnd) {
    yield body.length;
  }
}

async function inflateMember(body: Bytes, slicer: Slicer, abort?: AbortSignal): Promise<Bytes> {
  const stream = new DecompressionStream('gzip');
  // What goes wrong with the writing goes wrong with the reading, too, and is told there.
  feed(stream.writable.getWriter(), body, slicer, abort).catch(() => undefined);
  const reader = stream.readable.getReader();
  let inflated = new Uint8Array(sizeHint(body));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return inflated.subarray(0, length);
    }
    const needed = length + value.length;
    if (needed > MOST_INFLATED_BYTES) {
      const error = new RangeError(`it inflates to more than ${MOST_INFLATED_BYTES} bytes`);
      reader.cancel(error).catch(() => undefined);
      throw error;
    }
    if (needed > inflated.length) {
      const larger = new Uint8Array(Math.max(inflated.length * 2, needed));
      larger.set(inflated.subarray(0, length));
      inflated = larger;
    }
    inflated.set(value, length);
    length = needed;
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  body: Bytes,
  slicer: Slicer,
  abort?: AbortSignal
): Promise<void> {
  try {
    for (let at = 0; at < body.length; at += PIECE_BYTES) {
      await slicer.breathe(abort);
      await writer.write(body.subarray(at, at + PIECE_BYTES));
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
  }
}

/** The trailer's size where it is believable. Only a hint: a hostile or cut body must not make us allocate or believe. */
function sizeHint(body: Bytes): number {
  const isize = isizeOf(body) ?? 0;
  return isize <= Math.min(body.length * MOST_BYTES_OF_ONE, MOST_INFLATED_BYTES) ? isize : body.length * 4;
}

/** ISIZE, the inflated size modulo 2^32, of the body's last member. */
function isizeOf(body: Bytes): number | undefined {
  return body.length < LEAST_MEMBER_BYTES
    ? undefined
    : new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(body.length - 4, true);
}

function joined(parts: readonly Bytes[]): Bytes {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
