import { browserStore } from '../store/store';
import { LocalEngine } from './local';
import type { Engine } from './engine';
import type { WorkerLike } from './remote';
import { Slicer } from './slices';
import { supervise } from './supervise';
import { source } from './worker?inline';

/**
 * A slice of work in the page: a third of a frame. The longest steps take some 20 ms more, twice that on a machine under
 * load, and no task of ours may reach 50 ms.
 */
const PAGE_BUDGET_MS = 5;

let engine: Engine | undefined;

/** The one engine of this page: all targets share its worker. */
export function pageEngine(): Engine {
  engine ??= supervise(startWorker, () => new LocalEngine('page', new Slicer(PAGE_BUDGET_MS), browserStore()));
  return engine;
}

function startWorker(): WorkerLike {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'tidemark' });
  const revoke = () => URL.revokeObjectURL(url);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker as WorkerLike;
}
