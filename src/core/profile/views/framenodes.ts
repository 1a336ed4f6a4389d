import type { Granularity } from '../frametable';
import type { FrameNumbers, StackTable } from './stacktable';
import type { NamedFrame } from './view';

/** A name that is seen for the first time is decoded and put together: as much work as so many lines. */
export const LINES_PER_NAME = 128;

/** Frames of several tables under one number each, in order of first sight. */
export class FrameNodes {
  readonly frames: NamedFrame[] = [];
  private readonly byKey = new Map<string, number>();

  get length(): number {
    return this.frames.length;
  }

  of(table: StackTable, granularity: Granularity): TableNodes {
    return new TableNodes(table.symbols.frames(granularity), this);
  }

  intern(frame: NamedFrame, key: string): number {
    let node = this.byKey.get(key);
    if (node === undefined) {
      node = this.frames.push(frame) - 1;
      this.byKey.set(key, node);
    }
    return node;
  }
}

/** The nodes of one table's lines. Names are made of the frames that are seen and no others. */
export class TableNodes {
  /** By frame of the table: the node + 1. */
  private readonly known: Uint32Array;

  constructor(
    private readonly numbers: FrameNumbers,
    private readonly nodes: FrameNodes
  ) {
    this.known = new Uint32Array(numbers.length);
  }

  of(line: number): number {
    const id = this.numbers.ids[line] as number;
    const known = this.known[id] as number;
    return known > 0 ? known - 1 : this.add(id);
  }

  private add(id: number): number {
    const node = this.nodes.intern(this.numbers.frame(id), this.numbers.key(id));
    this.known[id] = node + 1;
    return node;
  }
}
