import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { askPprof, exactRows } from '../../scripts/inspect/pprof';

/** Profiles as the page itself received them, so that `go tool pprof` can be asked about the very same bytes. */
export class Bodies {
  private first: Buffer | undefined;
  private last: Buffer | undefined;

  /** Keeps the answers to requests whose address has this in it, from now on: the oldest and the newest. */
  constructor(page: Page, part: string) {
    page.on('response', async (response) => {
      if (response.url().includes(part) && response.ok()) {
        // A page that was left has no bodies any more.
        const body = await response.body().catch(() => undefined);
        this.first ??= body;
        this.last = body ?? this.last;
      }
    });
  }

  /** Flat and cum by name of the newest, bytes or counts, with options of pprof (`granularity`, `focus`, ...). */
  top(options: Record<string, string> = {}): Map<string, FlatAndCum> {
    return this.ask((folder) => [written(folder, 'last', this.last)], options);
  }

  /** The newest less the oldest: pprof's -diff_base. */
  difference(options: Record<string, string> = {}): Map<string, FlatAndCum> {
    return this.ask(
      (folder) => [`-diff_base=${written(folder, 'first', this.first)}`, written(folder, 'last', this.last)],
      options
    );
  }

  private ask(sources: (folder: string) => string[], options: Record<string, string>): Map<string, FlatAndCum> {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-hunt-'));
    try {
      const [report] = askPprof(sources(folder), [{ command: 'top -cum', options: { ...options, unit: 'B' } }]);
      return new Map(exactRows(report ?? '').map(([name, flat, cum]) => [name, { flat, cum }]));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

interface FlatAndCum {
  flat: number;
  cum: number;
}

function written(folder: string, name: string, body: Buffer | undefined): string {
  if (!body) {
    throw new Error('the page received no such profile');
  }
  const file = path.join(folder, name);
  writeFileSync(file, body);
  return file;
}
