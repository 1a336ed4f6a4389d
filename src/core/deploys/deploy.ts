import type { TimestampMs } from '../scrape';

/** A moment from which on other code, or the same code with other settings, ran. */
export interface Deploy {
  /** The first scrape of the new process where a restart belongs to it; else when it was posted. */
  readonly atMs: TimestampMs;
  /** What a person calls it: the posted text, else the version, else what changed. */
  readonly name: string;
  readonly seenBy: DeploySign;
}

/** How a deploy is known: it was posted, or it showed in the data. */
export type DeploySign = 'annotation' | 'version' | 'build id' | 'Go version';

/** What CI or a person told Grafana. */
export interface PostedDeploy {
  readonly atMs: TimestampMs;
  readonly name: string;
}
