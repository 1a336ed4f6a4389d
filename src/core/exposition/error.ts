/** A line that is no text exposition. */
export class ExpositionError extends Error {
  override readonly name = 'ExpositionError';

  /** @param line counted from 1 */
  constructor(
    message: string,
    readonly line: number
  ) {
    super(`line ${line}: ${message}`);
  }
}
