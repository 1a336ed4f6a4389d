/**
 * Inflates a gzip body with the browser's own DecompressionStream.
 *
 * Go writes one gzip member; the buffer is sized from the trailer's ISIZE (RFC 1952, 2.3.1), which is the inflated
 * size modulo 2^32. It is only a hint: a hostile or cut body must not make us allocate or believe anything.
 *
 * @throws TypeError where the body is no gzip, is damaged, or was cut.
 */
export async function inflate(body: Uint8Array): Promise<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // Errors of the writing side surface on the reading side as well; here they must only not go unhandled.
  writer.write(body.slice()).catch(() => undefined);
  writer.close().catch(() => undefined);

  const reader = stream.readable.getReader();
  let inflated = new Uint8Array(sizeHint(body));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return inflated.subarray(0, length);
    }
    if (length + value.length > inflated.length) {
      const larger = new Uint8Array(Math.max(inflated.length * 2, length + value.length));
      larger.set(inflated.subarray(0, length));
      inflated = larger;
    }
    inflated.set(value, length);
    length += value.length;
  }
}

/** The trailer's size where it is believable: deflate cannot do better than about 1032 to 1. */
function sizeHint(body: Uint8Array): number {
  if (body.length < 18) {
    return 0;
  }
  const isize = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(body.length - 4, true);
  return isize <= body.length * 1032 ? isize : body.length * 4;
}
