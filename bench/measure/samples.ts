/** How many samples an inflated profile has: its top-level messages with field number 2. */
export function countSamples(bytes: Uint8Array): number {
  let pos = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[pos++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) {
        return value;
      }
    }
  };
  let samples = 0;
  while (pos < bytes.length) {
    const tag = varint();
    const value = varint();
    if ((tag & 7) === 2) {
      pos += value;
    }
    samples += tag === 0x12 ? 1 : 0;
  }
  return samples;
}
