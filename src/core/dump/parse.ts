import { ByteColumn } from '../profile/columns';
import type { Steps } from '../steps';
import { BlockParser } from './block';
import { DumpError } from './error';
import { describeBody } from './found';
import type { Dump } from './dump';

/** What the runtime's buffer for the text holds at most (runtime/pprof/pprof.go, writeGoroutineStacks). */
export const CUT_AT_BYTES = 64 << 20;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** What the message of an error can need of a body. */
const HEAD_BYTES = 512;

/**
 * Reads a goroutine?debug=2 as it comes, in chunks that may end anywhere. It keeps each function, place and stack once,
 * and a small object a goroutine.
 */
export class DumpParser {
  private readonly block = new BlockParser();
  /** A line whose end has not come yet. */
  private readonly open = new ByteColumn(256);
  private readonly head = new ByteColumn(HEAD_BYTES);
  private length = 0;

  /**
   * Takes in what came. The chunk may be written over afterwards.
   *
   * Throws DumpError at the first line where this is no dump.
   */
  push(chunk: Uint8Array): void {
    this.length += chunk.length;
    if (this.head.length < HEAD_BYTES) {
      this.head.append(chunk, 0, Math.min(chunk.length, HEAD_BYTES - this.head.length));
    }
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      if (this.open.length > 0) {
        this.open.append(chunk, start, end);
        this.line(this.open.data, 0, this.open.length);
        this.block.keep();
        this.open.length = 0;
      } else {
        this.line(chunk, start, end);
      }
      start = end + 1;
    }
    this.open.append(chunk, start, chunk.length);
    this.block.keep();
  }

  /**
   * The dump, once all has come. A last line without its end is a cut one.
   *
   * Throws DumpError where nothing came, or nothing of a dump.
   */
  finish(): Dump {
    if (!this.block.hasBegun && !isBeginning(this.head)) {
      throw new DumpError(describeBody(this.head.data.subarray(0, this.head.length)));
    }
    const isOpen = this.open.length > 0;
    // A text of exactly this length may have been whole by chance; the runtime itself cannot tell either.
    const isCut = this.block.finish() || isOpen || this.length === CUT_AT_BYTES;
    return { goroutines: this.block.goroutines, unknown: this.block.unknown, isCut };
  }

  private line(bytes: Uint8Array, start: number, end: number): void {
    // A file that went through Windows.
    this.block.line(bytes, start, bytes[end - 1] === RETURN && end > start ? end - 1 : end);
    if (this.block.unknown.length > 0 && !this.block.hasBegun) {
      throw new DumpError(describeBody(this.head.data.subarray(0, this.head.length)));
    }
  }
}

/** About a millisecond. */
const BYTES_A_STEP = 64 << 10;

/** As `DumpParser`, of a whole body in steps. */
export function* parseDumpSteps(bytes: Uint8Array): Steps<Dump> {
  const parser = new DumpParser();
  for (let start = 0; start < bytes.length; start += BYTES_A_STEP) {
    parser.push(bytes.subarray(start, start + BYTES_A_STEP));
    yield;
  }
  return parser.finish();
}

/** Whether a body that ends within its first line may be a dump: `gorout`, `goroutine 7 [run`. */
function isBeginning({ data, length }: ByteColumn): boolean {
  const text = String.fromCharCode(...data.subarray(0, length));
  return text !== '' && ('goroutine '.startsWith(text) || /^goroutine \d/.test(text));
}
