import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { askPprof, exactRows } from '../../scripts/inspect/pprof';

/** Profiles as the page itself received them, so that `go tool pprof` can be asked about the very same bytes. */
export class Bodies {
  private last: Buffer | undefined;

  /** Keeps the newest answer to a request whose path has this in it, from now on. */
  constructor(page: Page, part: string) {
    page.on('response', async (response) => {
      if (response.url().includes(part) && response.ok()) {
        // A page that was left has no bodies any more.
        this.last = await response.body().catch(() => this.last);
      }
    });
  }

  /**
   * Flat and cum by function of the newest, with the given options of pprof; bytes or counts.
   * @throws Error when the page received none
   */
  top(options: Record<string, string> = {}): Map<string, { flat: number; cum: number }> {
    if (!this.last) {
      throw new Error('the page received no such profile');
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-hunt-'));
    const file = path.join(folder, 'profile.pb.gz');
    try {
      writeFileSync(file, this.last);
      const [report] = askPprof([file], [{ command: 'top -cum', options: { ...options, unit: 'B' } }]);
      return new Map(exactRows(report ?? '').map(([name, flat, cum]) => [name, { flat, cum }]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
