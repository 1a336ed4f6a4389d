import { callsOf, type Engine } from './engine';
import { packError } from './errors';
import { buffersOf, type FromWorker, type Port, type ToWorker } from './protocol';

/** The worker's side: does what comes over the port with `engine`, several calls at once. */
export function serve(engine: Engine, port: Port<ToWorker, FromWorker>): void {
  const call = callsOf(engine);
  const running = new Map<number, AbortController>();
  port.onmessage = ({ data }) => {
    if ('cancel' in data) {
      running.get(data.cancel)?.abort();
      return;
    }
    const { id, input, method } = data;
    const abort = new AbortController();
    running.set(id, abort);
    call(method, input, abort.signal)
      .then((output) => port.postMessage({ id, output }, buffersOf(output)))
      .catch((error: unknown) => port.postMessage({ id, error: packError(error) }, []))
      .finally(() => running.delete(id));
  };
  port.postMessage({ ready: true }, []);
}
