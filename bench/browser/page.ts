import type { RoundsReport } from '../node/rounds';
import type { Blocked } from '../report/report';
import { subject } from '../subjects/tidemark';
import { median } from '../measure/rounds';
import { longestGap, type Gap } from './heartbeat';
import { inflate } from './inflate';
import type { FromWorker, ToWorker } from './messages';
import { bytesOf, measure, type BrowserOrder } from './rounds';
import { workInSlices } from './sliced';

/** What the driver (bench/suite/browser.ts) calls. */
export interface PageApi {
  inPage(order: BrowserOrder): Promise<RoundsReport>;
  inWorker(order: BrowserOrder): Promise<RoundsReport>;
  blocked(url: string): Promise<Array<Omit<Blocked, 'title'>>>;
}

const TIMES = 5;

const worker = new Worker('/worker.mjs', { type: 'module' });

function ask(message: ToWorker, transfer: Transferable[] = []): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) =>
      'failed' in data ? reject(new Error(data.failed)) : resolve(data);
    worker.onerror = ({ message: what }) => reject(new Error(what));
    worker.postMessage(message, transfer);
  });
}

const api: PageApi = {
  inPage: measure,
  inWorker: async (order) => {
    const answer = await ask({ order });
    if (!('report' in answer)) {
      throw new Error('the worker has no report');
    }
    return answer.report;
  },
  blocked: async (url) => {
    const gz = await bytesOf(url);
    const ways: Array<[Blocked['place'], () => Promise<unknown>]> = [
      [
        'worker',
        () => {
          const copy = gz.slice();
          return ask({ gz: copy }, [copy.buffer]);
        },
      ],
      ['page, in slices', () => workInSlices(gz)],
      ['page, at once', async () => subject.work(await inflate(gz))],
    ];
    const blocked: Array<Omit<Blocked, 'title'>> = [];
    for (const [place, work] of ways) {
      // The first time compiles the code; a page asks again and again.
      await work();
      const gaps: Gap[] = [];
      for (let i = 0; i < TIMES; i++) {
        gaps.push(await longestGap(work));
      }
      const workMs = median(gaps.map((gap) => gap.workMs));
      blocked.push({ place, workMs, longestMs: median(gaps.map((gap) => gap.longestMs)) });
    }
    return blocked;
  },
};

Object.assign(window, { bench: api });
