import { spanText } from '../../src/core/growth/words';
import type { Scrape } from '../../src/core/scrape';
import type { Watched } from './watch';

const CLEAR_LINE = '\r\x1b[K';

/** One line that is written over again and again, where a person looks at it; nothing in a log. */
export class Progress {
  private fromMs: number | undefined;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly isOn: boolean,
    private readonly forMs: number
  ) {}

  show({ failed, scrapes }: Omit<Watched, 'range'>, { atMs, goroutines }: Scrape): void {
    this.fromMs ??= atMs;
    const failures = failed > 0 ? `, ${failed} failed` : '';
    const now = goroutines ? `, ${goroutines.total} goroutines` : '';
    const time = `${spanText((atMs - this.fromMs) / 60_000)} of ${spanText(this.forMs / 60_000)}`;
    this.write(`hunt: ${time}, ${scrapes} scraped${failures}${now}`);
  }

  clear(): void {
    this.write('');
  }

  private write(text: string): void {
    if (this.isOn) {
      this.out.write(CLEAR_LINE + text);
    }
  }
}
