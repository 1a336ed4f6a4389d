/** Grafana lets so many data requests be under way at once for a whole page, unless it is served over HTTP/2. */
export const MAX_PARALLEL_DATA_REQUESTS = 5;

/**
 * Who may start now. A request to Grafana's own API starts at once, yet counts; a data request waits until less than
 * the maximum are under way. So slow probes starve every other panel here as they do in Grafana.
 */
export class RequestQueue {
  private underWay = 0;
  private waiting: Array<() => void> = [];

  constructor(private readonly limit: number) {}

  /** Calls `start` now or later. The function returned ends the request's turn, or its place in the line. */
  enter(isDataRequest: boolean, start: () => void): () => void {
    let state: 'waiting' | 'running' | 'left' = 'waiting';
    const run = () => {
      state = 'running';
      this.underWay++;
      start();
    };
    if (isDataRequest && this.underWay >= this.limit) {
      this.waiting.push(run);
    } else {
      run();
    }
    return () => {
      if (state === 'left') {
        return;
      }
      if (state === 'running') {
        this.underWay--;
      } else {
        this.waiting = this.waiting.filter((other) => other !== run);
      }
      state = 'left';
      this.admit();
    };
  }

  private admit(): void {
    while (this.underWay < this.limit) {
      const next = this.waiting.shift();
      if (!next) {
        return;
      }
      next();
    }
  }
}
