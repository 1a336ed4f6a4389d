/**
 * The fastest that browsers have: DecompressionStream, read into one buffer of the size that the gzip trailer tells.
 * (`new Response(stream).arrayBuffer()` takes 1.5 to 2 times as long.) For real profiles only: it trusts the trailer.
 */
export async function inflate(gz: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const written = writer.write(gz).then(() => writer.close());
  const inflated = new Uint8Array(new DataView(gz.buffer).getUint32(gz.length - 4, true));
  const reader = readable.getReader();
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) {
      await written;
      return inflated;
    }
    inflated.set(value, length);
    length += value.length;
  }
}
