/** A body that is no dump of goroutines. The message says what was expected and what came. */
export class DumpError extends Error {
  override readonly name = 'DumpError';

  constructor(readonly found: string) {
    super(`expected goroutines as goroutine?debug=2 writes them, found ${found}`);
  }
}
