import path from 'node:path';
import { frameTable, type FrameTable, type Granularity } from '../../src/core/profile/frametable';
import type { Profile } from '../../src/core/profile/profile';

/** The frames of a profile at a granularity, and what pprof calls them (graph.NodeInfo.NameComponents). */
export class FrameNames {
  readonly table: FrameTable;
  /** By frame: the location it was first seen at. */
  private readonly location: Uint32Array;
  private readonly known: string[] = [];

  constructor(
    private readonly profile: Profile,
    private readonly granularity: Granularity
  ) {
    this.table = frameTable(profile, granularity);
    const { ids, length, start } = this.table;
    this.location = new Uint32Array(length);
    for (let location = profile.locations.length - 1; location >= 0; location--) {
      for (let at = start[location] as number; at < (start[location + 1] as number); at++) {
        this.location[ids[at] as number] = location;
      }
    }
  }

  of(frame: number): string {
    return (this.known[frame] ??= this.make(frame));
  }

  /** The frames of a row of `profile.stacks`, leaf first. */
  ofStack(row: number): string[] {
    const { locations, start } = this.profile.stacks;
    const frames: string[] = [];
    for (let i = start[row] as number; i < (start[row + 1] as number); i++) {
      const location = locations[i] as number;
      for (let at = this.table.start[location] as number; at < (this.table.start[location + 1] as number); at++) {
        frames.push(this.of(this.table.ids[at] as number));
      }
    }
    return frames;
  }

  private make(frame: number): string {
    const { functions, lines, locations, mappings, strings } = this.profile;
    const { granularity } = this;
    const location = this.location[frame] as number;
    const line = this.table.line[frame] as number;
    const row = line < 0 ? -1 : (lines.function[line] as number);
    const name = row < 0 || granularity === 'files' ? '' : strings.get(functions.name[row] as number);
    const file = row < 0 || granularity === 'functions' ? '' : clean(strings.get(functions.filename[row] as number));
    const at = granularity === 'lines' || granularity === 'addresses' ? (lines.line[line] ?? 0) : 0;
    const binary = mappings[locations.mapping[location] as number]?.filename ?? '';
    const place = at !== 0 ? `${file}:${at}` : file;
    const parts = [granularity === 'addresses' ? this.address(location) : '', name, place].filter(Boolean);
    return name || place ? parts.join(' ') : [...parts, binary ? `[${path.basename(binary)}]` : '<unknown>'].join(' ');
  }

  private address(location: number): string {
    const { addressHi, addressLo } = this.profile.locations;
    const address = (BigInt(addressHi[location] as number) << 32n) | BigInt(addressLo[location] as number);
    return address === 0n ? '' : address.toString(16).padStart(16, '0');
  }
}

function clean(file: string): string {
  return file === '' ? '' : path.posix.normalize(file);
}
