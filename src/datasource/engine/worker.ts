import { prepareDecoder } from '../../core/profile/wasm/prepare';
import { LocalEngine } from './local';
import type { FromWorker, Port, ToWorker } from './protocol';
import { browserStore } from '../store/store';
import { serve } from './serve';
import { Slicer } from './slices';

// The worker's whole program: bundled into a string (webpack.config.ts) and started from a blob, because Grafana may
// serve plugins from another origin. It fetches nothing; what it works on comes in messages.

/** Between slices it looks for messages: how long a cancelled call goes on at most. */
const BUDGET_MS = 30;

serve(new LocalEngine('worker', new Slicer(BUDGET_MS), browserStore()), self as unknown as Port<ToWorker, FromWorker>);
// While the first profile is on its way.
prepareDecoder();
