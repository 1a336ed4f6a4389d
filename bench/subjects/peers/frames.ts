import { mix } from './mix';
import { RowsById } from './rows';

/**
 * A profile's locations as numbers: names interned, and for each location the hash of its frames, made once. `power`
 * is what a stack's hash is multiplied by to append that many frames, so that a stack hashes the same however its
 * frames are spread over locations.
 */
export class FrameTable {
  readonly names: string[] = [];
  /** Frames of location row `r` are those of [start[r], start[r + 1]). */
  readonly start: Uint32Array;
  readonly name: number[] = [];
  readonly line: number[] = [];
  readonly hash: Int32Array;
  readonly power: Int32Array;
  readonly rows: RowsById;
  private readonly ids = new Map<string, number>();
  private length = 0;

  constructor(locations: number) {
    this.start = new Uint32Array(locations + 1);
    this.hash = new Int32Array(locations);
    this.power = new Int32Array(locations).fill(1);
    this.rows = new RowsById(locations);
  }

  intern(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.names.push(name);
      this.ids.set(name, id);
    }
    return id;
  }

  /** Adds a frame to the location that is under way. */
  addFrame(name: number, line: number): void {
    const row = this.length;
    this.name.push(name);
    this.line.push(line);
    this.hash[row] = (Math.imul(this.hash[row] as number, PRIME) + mix(Math.imul(name, 0x9e3779b1) ^ line)) | 0;
    this.power[row] = Math.imul(this.power[row] as number, PRIME);
  }

  endLocation(id: number): void {
    this.rows.set(id, this.length++);
    this.start[this.length] = this.name.length;
  }
}

const PRIME = 16777619;
