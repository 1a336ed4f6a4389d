import type { Dump } from '../../../core/dump/dump';
import { DumpError } from '../../../core/dump/error';
import { parseDumpSteps } from '../../../core/dump/parse';
import type { Profile } from '../../../core/profile/profile';
import { checkValid } from '../../../core/profile/validate';
import type { TimestampMs } from '../../../core/scrape';
import { TargetError } from '../../client/errors';
import type { ShelveInput } from '../engine';
import { readProfile } from '../profile';
import type { Slicer } from '../slices';
import type { ShelvedProfile } from './profile';
import { Shelf } from './shelf';

export interface ShelvedDump {
  readonly dump: Dump;
  readonly atMs: TimestampMs | null;
}

const MOST_PROFILE_BYTES = 128 * 2 ** 20;
const MOST_DUMP_BYTES = 128 * 2 ** 20;

/** What was taken by hand of any target of the page, and the files that were chosen. */
export class Shelves {
  readonly profiles = new Shelf<ShelvedProfile>(MOST_PROFILE_BYTES);
  readonly dumps = new Shelf<ShelvedDump>(MOST_DUMP_BYTES);

  constructor(private readonly slicer: Slicer) {}

  /** @throws TargetError */
  async addProfile({ answer, atMs, id }: ShelveInput, abort?: AbortSignal): Promise<void> {
    const profile = await readProfile(answer, valid, this.slicer, abort);
    const told = Number(profile.timeNanos / 1_000_000n);
    this.profiles.put(id, { profile, atMs: atMs ?? (told > 0 ? told : null) }, profile.bytes.length);
  }

  /** @throws TargetError */
  async addDump({ answer, atMs, id }: ShelveInput, abort?: AbortSignal): Promise<void> {
    const bytes = new Uint8Array(answer.body);
    try {
      const dump = await this.slicer.run(parseDumpSteps(bytes), abort);
      this.dumps.put(id, { dump, atMs: atMs ?? null }, bytes.length);
    } catch (error) {
      if (error instanceof DumpError) {
        throw new TargetError(
          answer.asked,
          `It answered with ${error.found}, not with a dump of its goroutines.`,
          'Check the URL in the data source’s settings.',
          200
        );
      }
      throw error;
    }
  }
}

function* valid(profile: Profile) {
  yield;
  checkValid(profile);
  return profile;
}
