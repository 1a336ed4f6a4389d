import { LoadingState, type PanelData } from '@grafana/data';
import { duration } from './format';
import type { NoticeText } from './Notice';

interface Situation {
  target: string;
  intervalMs: number;
  state: LoadingState;
  /** What went wrong so far, if anything did. */
  trouble: string | undefined;
  /** What will be drawn: `stacks`. */
  what: string;
}

/** Why a frame of the right kind holds nothing to draw: it failed, it is too early, or nobody sampled then. */
export function noData({ target, intervalMs, state, trouble, what }: Situation): NoticeText {
  if (trouble) {
    return { kind: 'error', title: `Waiting for the first scrape of ${target}`, body: trouble };
  }
  // Only a time range that is over is ever done; one that reaches the present streams.
  if (state === LoadingState.Done) {
    return {
      kind: 'wrong',
      title: 'Nothing was sampled in this time range',
      body: `Tidemark knows what it has sampled while a page with its panels was open. Choose a range that ends now.`,
    };
  }
  return {
    kind: 'waiting',
    title: `Waiting for the first scrape of ${target}`,
    body: `Tidemark asks every ${duration(intervalMs)}. The first ${what} come with the next answer.`,
  };
}

/**
 * What stands in place of a picture when the answer has no frame of the panel's kind.
 *
 * @param choose which query to choose
 * @param whatCame the answer that did come, in words
 */
export function noFrame({ series, state, errors }: PanelData, choose: string, whatCame: () => string): NoticeText {
  const trouble = errors?.[0]?.message;
  if (trouble || state === LoadingState.Error) {
    return { kind: 'error', title: 'The query failed', body: trouble ?? 'The data source did not say why.' };
  }
  if (series.length > 0) {
    return { kind: 'wrong', title: whatCame(), body: choose };
  }
  return state === LoadingState.Done
    ? { kind: 'wrong', title: 'The query gave nothing', body: choose }
    : { kind: 'waiting', title: 'Waiting for the data source', body: 'It has not answered yet.' };
}
