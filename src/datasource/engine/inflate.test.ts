import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { inflate as inflateInSlices } from './inflate';
import { Slicer } from './slices';

const CAPTURES = 'testdata/captures';

const bytesOf = (body: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(body);
const inflate = (body: Uint8Array<ArrayBuffer>, abort?: AbortSignal) => inflateInSlices(body, new Slicer(8), abort);
const profile = () => bytesOf(readFileSync(`${CAPTURES}/prom.goroutine.d0`));

test.each(readdirSync(CAPTURES).filter((name) => name.endsWith('.d0')))('inflates %s as zlib does', async (name) => {
  const body = readFileSync(`${CAPTURES}/${name}`);
  const inflated = await inflate(bytesOf(body));
  expect(Buffer.from(inflated).equals(gunzipSync(body))).toBe(true);
});

test('a trailer that lies about the size changes nothing but the first guess', async () => {
  const text = 'goroutine '.repeat(5000);
  const body = bytesOf(gzipSync(text));
  new DataView(body.buffer, body.byteOffset).setUint32(body.length - 4, 7, true);
  // zlib checks ISIZE: a lie is damage.
  await expect(inflate(body)).rejects.toThrow();
});

test.each([
  ['a cut body', (body: Uint8Array<ArrayBuffer>) => body.subarray(0, body.length - 9)],
  ['a body cut in its first block', (body: Uint8Array<ArrayBuffer>) => body.subarray(0, 30)],
  ['garbage after the magic', (body: Uint8Array<ArrayBuffer>) => body.map((byte, i) => (i < 10 ? byte : byte ^ 0x5a))],
])('refuses %s', async (_, spoil) => {
  await expect(inflate(spoil(profile()))).rejects.toThrow();
});

describe('several members', () => {
  const parts = ['goroutine '.repeat(20_000), 'x', '', 'main.leak '.repeat(3)];
  const joined = () => bytesOf(Buffer.concat(parts.map((part) => gzipSync(part))));

  test('are the whole, in order', async () => {
    expect(Buffer.from(await inflate(joined())).toString()).toBe(parts.join(''));
  });

  test('of which one is cut are refused', async () => {
    const body = joined();
    await expect(inflate(body.subarray(0, body.length - 1))).rejects.toThrow();
  });

  test('of which one is damaged are refused', async () => {
    const body = joined();
    body[40]! ^= 0xff;
    await expect(inflate(body)).rejects.toThrow();
  });

  // What Chromium does: it refuses whatever stands behind a member's end. Node's own accepts it.
  test('are found by a browser that takes one at a time', async () => {
    const real = globalThis.DecompressionStream;
    globalThis.DecompressionStream = OneMember as unknown as typeof DecompressionStream;
    try {
      expect(Buffer.from(await inflate(joined())).toString()).toBe(parts.join(''));
      const body = joined();
      await expect(inflate(body.subarray(0, body.length - 1))).rejects.toThrow();
      await expect(inflate(bytesOf(Buffer.concat([gzipSync('a'), Buffer.from('tail')])))).rejects.toThrow();
    } finally {
      globalThis.DecompressionStream = real;
    }
  });
});

test('an abort ends it with its reason', async () => {
  const abort = new AbortController();
  const inflated = inflate(profile(), abort.signal);
  abort.abort(new Error('left'));
  await expect(inflated).rejects.toThrow('left');
});

/** Gathers what is written and inflates it at the end, unless it is more or less than one member. */
class OneMember {
  private readonly parts: Uint8Array[] = [];
  private controller!: ReadableStreamDefaultController<Uint8Array>;
  readonly readable = new ReadableStream<Uint8Array>({ start: (controller) => void (this.controller = controller) });
  readonly writable = {
    getWriter: () => ({
      write: async (part: Uint8Array) => void this.parts.push(part),
      close: async () => this.finish(),
      abort: async (error: unknown) => this.controller.error(error),
    }),
  };

  private finish(): void {
    const body = Buffer.concat(this.parts);
    const inflated = gunzipSync(body);
    // Node takes the members together, so one of them is the whole exactly if its length is the last trailer's.
    const again = gzipSync(inflated);
    const isOne = body.readUInt32LE(body.length - 8) === again.readUInt32LE(again.length - 8);
    if (!isOne || body.readUInt32LE(body.length - 4) !== inflated.length) {
      throw new TypeError('Junk found after end of compressed data.');
    }
    if (inflated.length > 0) {
      this.controller.enqueue(new Uint8Array(inflated));
    }
    this.controller.close();
  }
}
