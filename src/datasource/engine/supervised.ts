import { callsOf, type Calls, type Engine, type Input, type Method, type Output } from './engine';
import { connect, type WorkerLike } from './remote';

/**
 * The page's engine: a worker, started with the first call and anew after a crash; where the browser refuses workers,
 * the engine of the page itself, for good.
 */
export class SupervisedEngine implements Engine {
  place: Engine['place'];
  private running: Promise<Engine> | undefined;

  /**
   * @param startWorker may throw where workers are refused
   * @param inPage the engine to fall back to
   */
  constructor(
    private readonly startWorker: () => WorkerLike,
    private readonly inPage: () => Engine
  ) {}

  readGoroutines: Engine['readGoroutines'] = (input, abort) => this.call('readGoroutines', input, abort);
  readMemory: Engine['readMemory'] = (input, abort) => this.call('readMemory', input, abort);
  append: Engine['append'] = (input, abort) => this.call('append', input, abort);
  goroutines: Engine['goroutines'] = (input, abort) => this.call('goroutines', input, abort);
  memory: Engine['memory'] = (input, abort) => this.call('memory', input, abort);
  forget: Engine['forget'] = (input, abort) => this.call('forget', input, abort);

  private async call<M extends Method>(method: M, input: Input<M>, abort?: AbortSignal): Promise<Output<M>> {
    this.running ??= this.start();
    const call: Calls = callsOf(await this.running);
    return call(method, input, abort);
  }

  private async start(): Promise<Engine> {
    let engine: Engine;
    try {
      engine = await connect(this.startWorker(), () => (this.running = undefined));
    } catch {
      engine = this.inPage();
    }
    this.place = engine.place;
    return engine;
  }
}
