import type { WasmExports } from './exports';
import { MODULE } from './module';

/** What a decoder that was used may keep of memory for the next profile: enough for one of 60 MB. */
const MOST_KEPT_BYTES = 128 * 2 ** 20;

/** An instance of the WebAssembly module, which decodes one profile at a time. */
export class WasmDecoder {
  constructor(readonly exports: WasmExports) {}

  /** Puts bytes into its memory, from an address on. */
  put(bytes: Uint8Array, address: number): void {
    new Uint8Array(this.exports.memory.buffer, address, bytes.length).set(bytes);
  }

  put32(cells: Uint32Array | Int32Array, address: number): void {
    new Uint32Array(this.exports.memory.buffer, address, cells.length).set(cells);
  }

  /** Copies of `length` cells of its memory, from an address on. */
  uint8({ value }: Address, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.exports.memory.buffer, value, length).slice();
  }

  uint32({ value }: Address, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.exports.memory.buffer, value, length).slice();
  }

  int32(address: Address, length: number): Int32Array<ArrayBuffer> {
    return this.viewInt32(address, length).slice();
  }

  /** The cells themselves, for now. */
  viewInt32({ value }: Address, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.exports.memory.buffer, value, length);
  }

  float64({ value }: Address, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.exports.memory.buffer, value, length).slice();
  }
}

type Address = WasmExports['values'];

/**
 * The one that waits for work. Its memory is used again and again: memory that is new costs a page fault for every 4 KiB,
 * and the garbage collector, which counts it, a run now and then. Whoever takes it away has it alone.
 */
let idle: WasmDecoder | undefined;
let compiled: WebAssembly.Module | undefined;
/** A Content-Security-Policy may forbid WebAssembly, and an old browser not have all of it. */
let isForbidden = false;

/** A decoder of one's own, until it is given back; undefined where there is no WebAssembly. */
export function takeDecoder(): WasmDecoder | undefined {
  const decoder = idle ?? newDecoder();
  idle = undefined;
  return decoder;
}

export function giveBack(decoder: WasmDecoder): void {
  if (decoder.exports.memory.buffer.byteLength <= MOST_KEPT_BYTES) {
    idle = decoder;
  }
}

/** Whether that is what a decoder throws that gets no more memory: it is not to be given back. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

function newDecoder(): WasmDecoder | undefined {
  if (isForbidden) {
    return undefined;
  }
  try {
    compiled ??= new WebAssembly.Module(decodeBase64(MODULE));
    return new WasmDecoder(new WebAssembly.Instance(compiled).exports as unknown as WasmExports);
  } catch {
    isForbidden = true;
    return undefined;
  }
}

/** A loop, for it runs once, and cold: Uint8Array.from with a function takes five times as long. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  return bytes;
}
