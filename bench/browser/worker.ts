import { subject } from '../subjects/tidemark';
import { inflate } from './inflate';
import type { FromWorker, ToWorker } from './messages';
import { measure } from './rounds';

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  answer(data).then(
    (message) => self.postMessage(message),
    (error: Error) => self.postMessage({ failed: error.stack ?? error.message } satisfies FromWorker)
  );
};

async function answer(message: ToWorker): Promise<FromWorker> {
  if ('order' in message) {
    return { report: await measure(message.order) };
  }
  subject.work(await inflate(message.gz));
  return { done: true };
}
