import type { Locks } from './lease';
import type { Means } from './tabs';

// For tests: a browser with several tabs in one thread. What real browsers do is in e2e/history.spec.ts.

interface Waiting {
  readonly tab: FakeTab;
  readonly start: () => void;
}

/** Web Locks, as far as they are used: first come, first served; stealing ends the holder's request. */
export class FakeBrowser {
  private readonly queues = new Map<string, Waiting[]>();
  private readonly holders = new Map<string, { tab: FakeTab; reject: (reason: unknown) => void }>();
  readonly channels = new Map<string, Set<FakeChannel>>();

  openTab(): FakeTab {
    return new FakeTab(this);
  }

  request(tab: FakeTab, name: string, options: LockOptions, callback: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        this.holders.set(name, { tab, reject });
        const mine = this.holders.get(name);
        void callback().then(() => {
          resolve();
          if (this.holders.get(name) === mine) {
            this.holders.delete(name);
            this.serve(name);
          }
        });
      };
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      if (options.steal) {
        this.holders.get(name)?.reject(new DOMException('stolen', 'AbortError'));
        start();
        return;
      }
      const waiting = { tab, start };
      queue.push(waiting);
      options.signal?.addEventListener('abort', () => {
        const at = queue.indexOf(waiting);
        if (at >= 0) {
          queue.splice(at, 1);
          reject(new DOMException('called off', 'AbortError'));
        }
      });
      this.serve(name);
    });
  }

  /** As when a tab is killed: what it held and what it waited for is gone. */
  kill(tab: FakeTab): void {
    for (const [name, queue] of this.queues) {
      this.queues.set(
        name,
        queue.filter((waiting) => waiting.tab !== tab)
      );
      if (this.holders.get(name)?.tab === tab) {
        this.holders.delete(name);
      }
      this.serve(name);
    }
  }

  private serve(name: string): void {
    const next = this.holders.has(name) ? undefined : this.queues.get(name)?.shift();
    next?.start();
  }
}

export class FakeTab {
  readonly page = Object.assign(new EventTarget(), { hidden: false });

  constructor(private readonly browser: FakeBrowser) {}

  get means(): Means {
    const { browser, page } = this;
    const locks = {
      request: (name: string, options: LockOptions, callback: () => Promise<void>) =>
        browser.request(this, name, options, callback),
    };
    return {
      locks: locks as unknown as Locks,
      openChannel: (name) => new FakeChannel(browser, name) as unknown as BroadcastChannel,
      page: page as unknown as Document,
    };
  }

  hide(hidden: boolean): void {
    this.page.hidden = hidden;
    this.page.dispatchEvent(new Event('visibilitychange'));
  }
}

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  private readonly all: Set<FakeChannel>;

  constructor(browser: FakeBrowser, name: string) {
    this.all = browser.channels.get(name) ?? new Set();
    browser.channels.set(name, this.all.add(this));
  }

  postMessage(data: unknown): void {
    for (const other of this.all) {
      if (other !== this) {
        void Promise.resolve().then(() => other.onmessage?.({ data }));
      }
    }
  }

  close(): void {
    this.all.delete(this);
  }
}
