export interface Gap {
  workMs: number;
  longestMs: number;
}

/**
 * How long a page did not react: a message to itself, over and over, and the longest wait for one. What runs beside it
 * on the machine counts too, so the figure is from above.
 */
export async function longestGap(work: () => Promise<unknown>): Promise<Gap> {
  const { port1, port2 } = new MessageChannel();
  let longestMs = 0;
  let lastMs = performance.now();
  const beat = () => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - lastMs);
    lastMs = now;
  };
  port1.onmessage = () => {
    beat();
    port2.postMessage(undefined);
  };
  port2.postMessage(undefined);
  const startMs = performance.now();
  await work();
  const workMs = performance.now() - startMs;
  // The last task may still be the one that blocks.
  await new Promise((resolve) => setTimeout(resolve));
  beat();
  port1.close();
  return { workMs, longestMs };
}
