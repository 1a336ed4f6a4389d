import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { PostedDeploy } from '../../core/deploys/deploy';
import type { Target } from '../settings';

/** What was read, and what went wrong the last time. What was read before stands. */
export interface PostedDeploys {
  readonly deploys: readonly PostedDeploy[];
  /** For a person; undefined where all went well. */
  readonly trouble?: string;
}

/** A deploy is wanted on the panel soon, and the annotations are everybody's: once in so long, whatever the interval. */
const FRESH_MS = 10_000;
const MOST = 500;

/** An annotation as Grafana's HTTP API gives it, as far as we read it. */
interface Annotation {
  time: number;
  text?: string;
  tags?: string[];
}

/** The deploys that CI posted to Grafana as annotations with the target's tags. One reader a sampler, whatever panels ask. */
export class PostedDeploysReader {
  private known: PostedDeploys = { deploys: [] };
  private readAtMs = -Infinity;
  private reading: Promise<PostedDeploys> | undefined;

  constructor(private readonly target: Target) {}

  /** Never rejects: without them leaks are still found, only not named by a deploy. */
  read(): Promise<PostedDeploys> {
    if (Date.now() - this.readAtMs < FRESH_MS && Date.now() >= this.readAtMs) {
      return Promise.resolve(this.known);
    }
    this.reading ??= this.fetch().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async fetch(): Promise<PostedDeploys> {
    const { deployTags, retentionMs } = this.target;
    const now = Date.now();
    const query = new URLSearchParams({ type: 'annotation', limit: String(MOST) });
    query.set('from', String(now - retentionMs));
    query.set('to', String(now + FRESH_MS));
    deployTags.forEach((tag) => query.append('tags', tag));
    try {
      const { data } = await lastValueFrom(
        getBackendSrv().fetch<Annotation[]>({ url: `/api/annotations?${query}`, method: 'GET', showErrorAlert: false })
      );
      this.known = { deploys: data.map((one) => deployOf(one, deployTags)).sort((a, b) => a.atMs - b.atMs) };
    } catch (error) {
      const status = (error as { status?: number }).status;
      this.known = {
        deploys: this.known.deploys,
        trouble: `Deploys that were posted to Grafana could not be read: /api/annotations answered ${status ?? 'nothing'}. Growth is judged without those after the last time it did.`,
      };
    }
    this.readAtMs = Date.now();
    return this.known;
  }
}

const MOST_LETTERS = 60;

/** Called by its text, which may be HTML; else by a tag of its own, a version say. */
function deployOf({ tags = [], text = '', time }: Annotation, deployTags: readonly string[]): PostedDeploy {
  const plain = new DOMParser().parseFromString(text, 'text/html').body.textContent ?? '';
  const [line = ''] = plain.trim().split('\n');
  const own = tags.find((tag) => !deployTags.includes(tag));
  const name = line.trim() || own || 'deploy';
  return { atMs: time, name: name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name };
}
