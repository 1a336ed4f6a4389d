import type { CallTree, CallTreeData } from '../../../core/history/past/callTree';
import type { PastProfile } from '../../../core/history/past/profiles';
import type { TimestampMs } from '../../../core/scrape';
import type { PastTold } from '../../engine/engine';
import type { ProfileKind, ProfilesQuestion } from './ask';
import type { StoredProfiles } from './stored';

/** What stands for a bucket. */
export interface Moment {
  readonly atMs: TimestampMs;
  /** Over all stacks, those included that the server did not tell apart. */
  readonly total: number;
  readonly profile: PastProfile;
}

/** How the stored profiles of one kind are read. Each reader has its own. */
export interface Recipe {
  readonly kind: ProfileKind;
  /** Whether it is a trouble that there are none at all: a Pyroscope may well get one kind only. */
  readonly isExpected: boolean;
  /**
   * What a bucket [fromMs, toMs) has; undefined where it has no profile.
   *
   * @param calls takes its stacks in
   * @throws AskError
   */
  read(bucket: ProfilesQuestion, stored: StoredProfiles, calls: CallTree): Promise<Moment | undefined>;
  /** All that was read, ascending, as the engine holds it. */
  columns(moments: readonly Moment[], calls: CallTreeData, stepMs: number): PastTold;
}
