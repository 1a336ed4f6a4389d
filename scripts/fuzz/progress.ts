import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * Which case is in hand, in a file: the one thing that is still there after V8 has aborted a process, which it does when
 * an array is pushed to beyond what it can hold.
 */
export class Progress {
  private readonly fd: number;
  private readonly cells = new Float64Array(2);
  private readonly bytes = new Uint8Array(this.cells.buffer);

  constructor(file: string, flags: 'r+' | 'w+') {
    this.fd = openSync(file, flags);
    this.cells[0] = -1;
    if (flags === 'w+') {
      this.write();
    }
  }

  /** Before each input. */
  begin(number: number): void {
    this.cells[0] = number;
    this.beat();
  }

  /** Says that time goes by because there is work, not because one input hangs. */
  beat(): void {
    this.cells[1] = (this.cells[1] as number) + 1;
    this.write();
  }

  /** The case in hand, -1 before the first, and a number that changes with every sign of life. */
  read(): { number: number; beats: number } {
    readSync(this.fd, this.bytes, 0, 16, 0);
    return { number: this.cells[0] as number, beats: this.cells[1] as number };
  }

  close(): void {
    closeSync(this.fd);
  }

  private write(): void {
    writeSync(this.fd, this.bytes, 0, 16, 0);
  }
}
