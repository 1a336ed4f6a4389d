/** What was taken or chosen by hand, and is kept to be looked at: as much of the newest as there is room for. */
export class Shelf<T> {
  private readonly kept = new Map<string, { readonly value: T; readonly bytes: number }>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(id: string): T | undefined {
    return this.kept.get(id)?.value;
  }

  /** The newest stays, however large it is. */
  put(id: string, value: T, bytes: number): void {
    this.remove(id);
    this.kept.set(id, { value, bytes });
    this.bytes += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= this.maxBytes || oldest === id) {
        return;
      }
      this.remove(oldest);
    }
  }

  private remove(id: string): void {
    this.bytes -= this.kept.get(id)?.bytes ?? 0;
    this.kept.delete(id);
  }
}
