import { callsOf, methodsOf, type Engine } from './engine';
import { connect, type WorkerLike } from './remote';

/**
 * The page's engine: a worker, started with the first call and anew after a crash; where the browser refuses workers,
 * the engine of the page itself, for good.
 *
 * @param startWorker may throw where workers are refused
 * @param inPage the engine to fall back to
 */
export function supervise(startWorker: () => WorkerLike, inPage: () => Engine): Engine {
  let running: Promise<Engine> | undefined;
  let place: Engine['place'];

  async function start(): Promise<Engine> {
    let engine: Engine;
    try {
      engine = await connect(startWorker(), () => (running = undefined));
    } catch {
      engine = inPage();
    }
    place = engine.place;
    return engine;
  }

  return {
    get place() {
      return place;
    },
    ...methodsOf((method, input, abort) => {
      running ??= start();
      return running.then((engine) => callsOf(engine)(method, input, abort));
    }),
  };
}
