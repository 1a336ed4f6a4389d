import { ByteStrings } from './byteStrings';
import type { CreatedBy, Dump, DumpedGoroutine } from './dump';
import { EMPTY_STACK, FrameStacks, type FinishedStack, type StackNode } from './frameStacks';
import { parseHeader, UNKNOWN_HEADER, type Header } from './header';
import { endOfCall, endOfCreator, endOfPlace, isDigit, numberAt, startsWith } from './lines';

const TAB = 0x09;
const DOT = 0x2e;
const BRACKET = 0x5b;
const GOROUTINE = 'goroutine ';
const CREATED_BY = 'created by ';
const IN_GOROUTINE = ' in goroutine ';
/** C code without a symbolizer. The same without an address stands above a line with it. */
const FOREIGN = 'non-Go function';
const FOREIGN_AT = `${FOREIGN} at pc=0x`;
const UNAVAILABLE = '\tgoroutine running on other thread; stack unavailable';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A class, so that half a million of them take no more than their fields. */
class Goroutine implements DumpedGoroutine {
  readonly state: string;
  readonly minutes: number;
  readonly isLocked: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly frames: FinishedStack['frames'];
  readonly elided: number;
  readonly elidedAt: number;

  constructor(
    readonly id: number,
    header: Header,
    readonly notes: readonly string[],
    stack: FinishedStack,
    readonly createdBy: CreatedBy | undefined
  ) {
    this.state = header.state;
    this.minutes = header.minutes;
    this.isLocked = header.isLocked;
    this.labels = header.labels;
    this.frames = stack.frames;
    this.elided = stack.elided;
    this.elidedAt = stack.elidedAt;
  }
}

/** Where a line is. Written over with each line: an object a line would keep the collector busy for seconds. */
class Line {
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  /** From 1. */
  number = 0;

  set(bytes: Uint8Array, start: number, end: number, number: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.number = number;
  }

  /** Has bytes of its own from now on. */
  own(): void {
    this.set(this.bytes.slice(this.start, this.end), 0, this.end - this.start, this.number);
  }

  startsWith(word: string): boolean {
    return startsWith(this.bytes, this.start, this.end, word);
  }

  text(): string {
    return utf8.decode(this.bytes.subarray(this.start, this.end));
  }
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

  private readonly current = new Line();
  /** A call or a creator: its place is in the next line. */
  private readonly pending = new Line();
  private isPending = false;
  private number = 0;

  // The goroutine whose block has not ended.
  private isOpen = false;
  private id = 0;
  private openHeader = UNKNOWN_HEADER;
  private stack: StackNode = EMPTY_STACK;
  private isUnavailable = false;
  /** The frame with the go statement, and the goroutine that ran it; -1 where none is told. */
  private createdAt = -1;
  private creator = -1;
  /** GODEBUG=tracebackancestors=N: the stacks of the goroutines that led to this one follow its own. */
  private isAncestor = false;

  /** Whether a goroutine was seen. */
  get hasBegun(): boolean {
    return this.isOpen || this.goroutines.length > 0;
  }

  /** @param end where the line ends, without its newline. */
  line(bytes: Uint8Array, start: number, end: number): void {
    const { current } = this;
    current.set(bytes, start, end, ++this.number);
    if (this.isPending) {
      this.isPending = false;
      const placeEnd = endOfPlace(bytes, start, end);
      if (placeEnd >= 0) {
        this.place(placeEnd);
        return;
      }
      this.keepUnknown(this.pending);
    }
    if (end === start) {
      this.close();
    } else if (current.startsWith(GOROUTINE) && isDigit(bytes[start + GOROUTINE.length] as number)) {
      this.header(bytes, start + GOROUTINE.length, end);
    } else if (!this.isOpen || !this.inside()) {
      this.keepUnknown(current);
    }
  }

  /** Before the bytes of the last line may change: copies what is still needed of them. */
  keep(): void {
    if (this.isPending) {
      this.pending.own();
    }
  }

  /** Ends the last block; whether its last call, or its creator, lacks the line with the place. */
  finish(): boolean {
    const { isPending, pending } = this;
    const isCut = isPending && (pending.startsWith(CREATED_BY) || callEnd(pending) >= 0);
    if (isPending && !isCut) {
      this.keepUnknown(pending);
    }
    this.isPending = false;
    this.close();
    return isCut;
  }

  /** @param start where the goroutine's number begins. */
  private header(bytes: Uint8Array, start: number, end: number): void {
    this.close();
    let digits = start;
    while (digits < end && isDigit(bytes[digits] as number)) {
      digits++;
    }
    const text = this.headerTexts.intern(bytes, digits, end);
    if (text === this.headers.length) {
      this.headers.push(parseHeader(this.headerTexts.get(text)));
    }
    const header = this.headers[text];
    if (!header) {
      this.keepUnknown(this.current);
    }
    this.isOpen = true;
    this.id = numberAt(bytes, start, digits);
    this.openHeader = header ?? UNKNOWN_HEADER;
    this.stack = EMPTY_STACK;
    this.isUnavailable = false;
    this.createdAt = -1;
    this.creator = -1;
    this.isAncestor = false;
  }

  /** Takes the current line as one between a header and the end of its block; whether it can stand there. */
  private inside(): boolean {
    const { current } = this;
    const { bytes, start, end, number } = current;
    const first = bytes[start];
    if (first === TAB) {
      // Without a call above it, a place belongs to nothing.
      const isUnavailable = current.startsWith(UNAVAILABLE);
      this.isUnavailable ||= isUnavailable;
      return isUnavailable;
    }
    if ((first === DOT && this.gap(current.text())) || (first === BRACKET && this.ancestor(current.text()))) {
      return true;
    }
    if (current.startsWith(FOREIGN_AT)) {
      this.call(this.stacks.text(bytes, start, start + FOREIGN.length), -1);
      return true;
    }
    this.pending.set(bytes, start, end, number);
    this.isPending = true;
    return true;
  }

  /** The current line is the place of the pending one. */
  private place(placeEnd: number): void {
    const { pending } = this;
    const { bytes, start, end } = this.current;
    const hasPlace = placeEnd > start + 1;
    const place = hasPlace ? this.stacks.text(bytes, start + 1, placeEnd) : -1;
    if (pending.startsWith(CREATED_BY)) {
      this.creation(place);
      return;
    }
    const nameEnd = callEnd(pending);
    if (nameEnd < 0 && hasPlace && !startsWith(bytes, placeEnd, end, ' pc=0x')) {
      // Neither a call of Go nor what C code's symbolizer says.
      this.keepUnknown(pending);
      this.keepUnknown(this.current);
      return;
    }
    this.call(this.stacks.text(pending.bytes, pending.start, nameEnd < 0 ? pending.end : nameEnd), place);
  }

  private call(name: number, place: number): void {
    if (!this.isAncestor) {
      this.stack = this.stacks.push(this.stack, this.stacks.frame(name, place));
    }
  }

  private creation(place: number): void {
    const { bytes, start, end } = this.pending;
    const nameStart = start + CREATED_BY.length;
    const nameEnd = endOfCreator(bytes, nameStart, end, IN_GOROUTINE);
    if (!this.isAncestor) {
      this.createdAt = this.stacks.frame(this.stacks.text(bytes, nameStart, nameEnd), place);
      this.creator = nameEnd === end ? -1 : numberAt(bytes, nameEnd + IN_GOROUTINE.length, end);
    }
  }

  /** `...12 frames elided...` in the middle of a stack (Go 1.21), `...additional frames elided...` at its end. */
  private gap(text: string): boolean {
    const count = /^\.\.\.(\d+|additional) frames elided\.\.\.$/.exec(text)?.[1];
    if (count !== undefined && !this.isAncestor) {
      this.stack = this.stacks.pushGap(this.stack, Number(count));
    }
    return count !== undefined;
  }

  private ancestor(text: string): boolean {
    const id = /^\[originating from goroutine (\d+)\]:$/.exec(text)?.[1];
    if (id !== undefined) {
      this.creator = this.creator < 0 && !this.isAncestor ? Number(id) : this.creator;
      this.isAncestor = true;
    }
    return id !== undefined;
  }

  private close(): void {
    if (!this.isOpen) {
      return;
    }
    const { createdAt, openHeader, stacks } = this;
    const notes = this.isUnavailable ? [...openHeader.notes, 'stack unavailable'] : openHeader.notes;
    const createdBy = createdAt < 0 ? undefined : stacks.createdBy(createdAt, this.creator);
    this.goroutines.push(new Goroutine(this.id, openHeader, notes, stacks.finish(this.stack), createdBy));
    this.isOpen = false;
  }

  private keepUnknown(line: Line): void {
    this.unknown.push({ line: line.number, text: line.text() });
  }
}

function callEnd({ bytes, start, end }: Line): number {
  return endOfCall(bytes, start, end);
}
