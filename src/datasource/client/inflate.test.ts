import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { inflate } from './inflate';

const CAPTURES = 'testdata/captures';

test.each(readdirSync(CAPTURES).filter((name) => name.endsWith('.d0')))('inflates %s as zlib does', async (name) => {
  const body = readFileSync(`${CAPTURES}/${name}`);
  const inflated = await inflate(new Uint8Array(body));
  expect(Buffer.from(inflated).equals(gunzipSync(body))).toBe(true);
});

test('a trailer that lies about the size changes nothing but the first guess', async () => {
  const text = 'goroutine '.repeat(5000);
  const body = new Uint8Array(gzipSync(text));
  new DataView(body.buffer, body.byteOffset).setUint32(body.length - 4, 7, true);
  // zlib checks ISIZE: a lie is damage.
  await expect(inflate(body)).rejects.toThrow();
});

test.each([
  ['a cut body', (body: Uint8Array) => body.subarray(0, body.length - 9)],
  ['a body cut in its first block', (body: Uint8Array) => body.subarray(0, 30)],
  ['garbage after the magic', (body: Uint8Array) => body.map((byte, i) => (i < 10 ? byte : byte ^ 0x5a))],
])('refuses %s', async (_, spoil) => {
  const body = new Uint8Array(readFileSync(`${CAPTURES}/prom.goroutine.d0`));
  await expect(inflate(spoil(body))).rejects.toThrow();
});
