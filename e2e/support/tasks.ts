import type { CDPSession, Page } from '@playwright/test';

/** A task of the page's main thread that took long, and what it did. */
export interface LongTask {
  ms: number;
  /** Time in which it ran code of the data source, or collected garbage beside it. */
  oursMs: number;
  /** Where its time went, for a message: the functions with the most of it. */
  hottest: string[];
}

/** Microseconds between two samples. */
const INTERVAL = 500;
/** Samples that are further apart than this say that the thread did not run: the machine had something else to do. */
const LONGEST_INTERVAL = 2_000;
const GARBAGE = '(garbage collector)';

/** In Grafana the bundle lies below the app, in the preview below its own id. */
const DATA_SOURCE = /\/tidemark-pprof-(app\/)?datasource\/module\.js/;

interface CpuProfile {
  nodes: Array<{
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
    children?: number[];
  }>;
  startTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

/**
 * Long tasks (50 ms and more, as browsers define them) while `during` runs, each laid over a CPU profile of the same
 * time: a test machine makes long tasks of its own, and what the plugin's code did in them is what counts.
 */
export async function longTasks(page: Page, during: () => Promise<void>): Promise<LongTask[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: INTERVAL });
  await page.evaluate(() => {
    const tasks: Array<[number, number]> = [];
    const observer = new PerformanceObserver((list) =>
      list.getEntries().forEach(({ startTime, duration }) => tasks.push([startTime, duration]))
    );
    observer.observe({ type: 'longtask' });
    Object.assign(window, { tidemarkTasks: tasks });
  });
  await cdp.send('Profiler.start');
  await during();
  // What is observed comes a little after the task.
  await page.waitForTimeout(200);
  const { profile } = (await cdp.send('Profiler.stop')) as { profile: CpuProfile };
  const tasks = await page.evaluate(() => Reflect.get(window, 'tidemarkTasks') as Array<[number, number]>);
  const originMs = await navigationStartMs(cdp);
  await cdp.detach();
  const samples = samplesOf(profile);
  return tasks.map(([startMs, ms]) => {
    const from = (originMs + startMs) * 1000;
    return { ms, ...workIn(samples.filter(({ at }) => at >= from && at < from + ms * 1000)) };
  });
}

/** performance.now()'s zero on the clock that the profiler has. */
async function navigationStartMs(cdp: CDPSession): Promise<number> {
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'NavigationStart')!.value * 1000;
}

interface Sample {
  /** Microseconds on the profiler's clock. */
  at: number;
  us: number;
  isOurs: boolean;
  leaf: string;
}

function samplesOf({ nodes, samples = [], startTime, timeDeltas = [] }: CpuProfile): Sample[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ours = new Set<number>();
  const mark = (id: number, isBelow: boolean) => {
    const node = byId.get(id)!;
    const isOurs = isBelow || DATA_SOURCE.test(node.callFrame.url);
    if (isOurs) {
      ours.add(id);
    }
    node.children?.forEach((child) => mark(child, isOurs));
  };
  mark(nodes[0]!.id, false);
  let at = startTime;
  return samples.map((id, index) => {
    at += timeDeltas[index]!;
    const { columnNumber, functionName, lineNumber, url } = byId.get(id)!.callFrame;
    const leaf = `${functionName || '?'} ${url}:${lineNumber + 1}:${columnNumber + 1}`;
    return {
      at,
      us: Math.min(timeDeltas[index + 1] ?? 0, LONGEST_INTERVAL),
      isOurs: ours.has(id),
      leaf,
    };
  });
}

function workIn(samples: readonly Sample[]): Omit<LongTask, 'ms'> {
  const byLeaf = new Map<string, number>();
  for (const { leaf, us } of samples) {
    byLeaf.set(leaf, (byLeaf.get(leaf) ?? 0) + us / 1000);
  }
  const own = samples.filter(({ isOurs }) => isOurs);
  const garbage = own.length > 0 ? samples.filter(({ leaf }) => leaf.startsWith(GARBAGE)) : [];
  const hottest = [...byLeaf].sort(([, a], [, b]) => b - a).slice(0, 3);
  return {
    oursMs: [...own, ...garbage].reduce((sum, { us }) => sum + us / 1000, 0),
    hottest: hottest.map(([leaf, ms]) => `${Math.round(ms)} ms ${leaf}`),
  };
}
