import { gunzipSync } from 'node:zlib';

/**
 * The fastest that Node has: one output buffer of the size that the gzip trailer tells, instead of many small ones
 * joined in the end.
 */
export function inflate(gz: Uint8Array): Uint8Array {
  const size = new DataView(gz.buffer, gz.byteOffset, gz.byteLength).getUint32(gz.length - 4, true);
  const { buffer, byteOffset, byteLength } = gunzipSync(gz, { chunkSize: Math.max(64, size) });
  // A plain Uint8Array, as every browser has; a Buffer's own methods would make the same code another one.
  return new Uint8Array(buffer, byteOffset, byteLength);
}
