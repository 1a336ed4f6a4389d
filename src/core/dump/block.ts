import type { Dump, DumpedGoroutine } from './dump';
import { ByteStrings } from './byteStrings';
import { EMPTY_STACK, FrameStacks, type StackNode } from './frameStacks';
import { parseHeader, UNKNOWN_HEADER, type Header } from './header';
import { endOfCall, endOfCreator, endOfPlace, isDigit, numberAt, startsWith } from './lines';

const TAB = 0x09;
const DOT = 0x2e;
const BRACKET = 0x5b;
const GOROUTINE = 'goroutine ';
const CREATED_BY = 'created by ';
/** C code without a symbolizer. The same without an address stands above a line with it. */
const FOREIGN = 'non-Go function';
const FOREIGN_AT = `${FOREIGN} at pc=0x`;
const UNAVAILABLE = '\tgoroutine running on other thread; stack unavailable';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A goroutine whose block has not ended. */
interface OpenGoroutine {
  readonly id: number;
  readonly header: Header;
  stack: StackNode;
  elided: number;
  isUnavailable: boolean;
  /** The frame with the go statement, and the goroutine that ran it. */
  createdAt: number | undefined;
  creator: number | undefined;
}

interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
}

/** A line that the next one, with its place, belongs to. */
interface PendingLine extends Line {
  /** Where the name begins and ends. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** `call` of Go, `foreign` for what C code's symbolizer says, or `creator`. */
  readonly kind: 'call' | 'foreign' | 'creator';
  readonly goroutine: number | undefined;
}

/**
 * Reads a dump line by line. A block is
 *
 *     goroutine 18 [chan receive, 2 minutes]:
 *     main.(*pool).run(0xc000012345, {0x1, ...})
 *     	/src/pool.go:12 +0x1b
 *     created by main.newPool in goroutine 1
 *     	/src/pool.go:7 +0x53
 *
 * and an empty line. Forms of runtime/traceback.go, Go 1.5 to 1.27; docs/dumps.md lists them.
 */
export class BlockParser {
  readonly goroutines: DumpedGoroutine[] = [];
  readonly unknown: Array<Dump['unknown'][number]> = [];

  private readonly stacks = new FrameStacks();
  private readonly headerTexts = new ByteStrings();
  private readonly headers: Array<Header | undefined> = [];
  private goroutine: OpenGoroutine | undefined;
  private pending: PendingLine | undefined;
  /** GODEBUG=tracebackancestors=N: the stacks of the goroutines that led to this one follow its own. */
  private isAncestor = false;
  private number = 0;

  /** Whether a goroutine was seen. */
  get hasBegun(): boolean {
    return this.goroutine !== undefined || this.goroutines.length > 0;
  }

  /** @param end where the line ends, without its newline. */
  line(bytes: Uint8Array, start: number, end: number): void {
    const line = { bytes, start, end, number: ++this.number };
    const { goroutine, pending } = this;
    if (goroutine && pending) {
      this.pending = undefined;
      const placeEnd = endOfPlace(bytes, start, end);
      if (placeEnd >= 0) {
        this.place(goroutine, pending, line, placeEnd);
        return;
      }
      this.keepUnknown(pending);
    }
    if (end === start) {
      this.close();
    } else if (startsWith(bytes, start, end, GOROUTINE) && isDigit(bytes[start + GOROUTINE.length] as number)) {
      this.header(line);
    } else if (!goroutine || !this.inside(goroutine, line)) {
      this.keepUnknown(line);
    }
  }

  /** Before the bytes of the last line may change: copies what is still needed of them. */
  keep(): void {
    const { pending } = this;
    if (pending) {
      const bytes = pending.bytes.slice(pending.start, pending.end);
      const { nameStart, nameEnd, start } = pending;
      this.pending = {
        ...pending,
        bytes,
        start: 0,
        end: bytes.length,
        nameStart: nameStart - start,
        nameEnd: nameEnd - start,
      };
    }
  }

  /** Ends the last block; whether a line's place was missing. */
  finish(): boolean {
    const isCut = this.pending !== undefined;
    this.pending = undefined;
    this.close();
    return isCut;
  }

  private header(line: Line): void {
    this.close();
    const { bytes, start, end } = line;
    let digits = start + GOROUTINE.length;
    while (digits < end && isDigit(bytes[digits] as number)) {
      digits++;
    }
    const text = this.headerTexts.intern(bytes, digits, end);
    if (text === this.headers.length) {
      this.headers.push(parseHeader(this.headerTexts.get(text)));
    }
    const header = this.headers[text];
    if (!header) {
      this.keepUnknown(line);
    }
    this.goroutine = {
      id: numberAt(bytes, start + GOROUTINE.length, digits),
      header: header ?? UNKNOWN_HEADER,
      stack: EMPTY_STACK,
      elided: 0,
      isUnavailable: false,
      createdAt: undefined,
      creator: undefined,
    };
  }

  /** Takes a line between a header and the end of its block, if it is one that can stand there. */
  private inside(goroutine: OpenGoroutine, line: Line): boolean {
    const { bytes, start, end } = line;
    const first = bytes[start];
    if (first === TAB) {
      // Without a call above it, a place belongs to nothing.
      const isUnavailable = startsWith(bytes, start, end, UNAVAILABLE);
      goroutine.isUnavailable ||= isUnavailable;
      return isUnavailable;
    }
    if (
      (first === DOT && this.gap(goroutine, textOf(line))) ||
      (first === BRACKET && this.ancestor(goroutine, textOf(line)))
    ) {
      return true;
    }
    if (startsWith(bytes, start, end, FOREIGN_AT)) {
      this.call(goroutine, this.stacks.text(bytes, start, start + FOREIGN.length), -1);
      return true;
    }
    this.pending = pendingLine(line);
    return true;
  }

  /** A line with its place below it. */
  private place(goroutine: OpenGoroutine, above: PendingLine, below: Line, placeEnd: number): void {
    const isForeign = startsWith(below.bytes, placeEnd, below.end, ' pc=0x') || placeEnd === below.start + 1;
    if (above.kind === 'foreign' && !isForeign) {
      this.keepUnknown(above);
      this.keepUnknown(below);
      return;
    }
    const name = this.stacks.text(above.bytes, above.nameStart, above.nameEnd);
    const place = placeEnd === below.start + 1 ? -1 : this.stacks.text(below.bytes, below.start + 1, placeEnd);
    if (above.kind !== 'creator') {
      this.call(goroutine, name, place);
    } else if (!this.isAncestor) {
      goroutine.createdAt = this.stacks.frame(name, place);
      goroutine.creator = above.goroutine;
    }
  }

  private call(goroutine: OpenGoroutine, name: number, place: number): void {
    if (!this.isAncestor) {
      goroutine.stack = this.stacks.push(goroutine.stack, this.stacks.frame(name, place));
    }
  }

  /** `...12 frames elided...` in the middle of a stack (Go 1.21), `...additional frames elided...` at its end. */
  private gap(goroutine: OpenGoroutine, text: string): boolean {
    const count = /^\.\.\.(\d+|additional) frames elided\.\.\.$/.exec(text)?.[1];
    if (count !== undefined && !this.isAncestor) {
      goroutine.stack = this.stacks.pushGap(goroutine.stack);
      goroutine.elided += Number(count);
    }
    return count !== undefined;
  }

  private ancestor(goroutine: OpenGoroutine, text: string): boolean {
    const id = /^\[originating from goroutine (\d+)\]:$/.exec(text)?.[1];
    if (id !== undefined) {
      goroutine.creator ??= this.isAncestor ? undefined : Number(id);
      this.isAncestor = true;
    }
    return id !== undefined;
  }

  private close(): void {
    const { goroutine } = this;
    if (!goroutine) {
      return;
    }
    const { id, header, elided, createdAt, creator, isUnavailable } = goroutine;
    const { state, minutes, isLocked, labels } = header;
    const notes = isUnavailable ? [...header.notes, 'stack unavailable'] : header.notes;
    const { frames, elidedAt } = this.stacks.finish(goroutine.stack);
    const known = { id, state, minutes, isLocked, notes, labels, frames, elided, elidedAt };
    this.goroutines.push(
      createdAt === undefined ? known : { ...known, createdBy: this.stacks.createdBy(createdAt, creator) }
    );
    this.goroutine = undefined;
    this.isAncestor = false;
  }

  private keepUnknown(line: Line): void {
    this.unknown.push({ line: line.number, text: textOf(line) });
  }
}

function pendingLine(line: Line): PendingLine {
  const { bytes, start, end } = line;
  if (startsWith(bytes, start, end, CREATED_BY)) {
    const nameStart = start + CREATED_BY.length;
    const { end: nameEnd, goroutine } = endOfCreator(bytes, nameStart, end);
    return { ...line, nameStart, nameEnd, kind: 'creator', goroutine };
  }
  const callEnd = endOfCall(bytes, start, end);
  return callEnd < 0
    ? { ...line, nameStart: start, nameEnd: end, kind: 'foreign', goroutine: undefined }
    : { ...line, nameStart: start, nameEnd: callEnd, kind: 'call', goroutine: undefined };
}

function textOf({ bytes, start, end }: Line): string {
  return utf8.decode(bytes.subarray(start, end));
}
