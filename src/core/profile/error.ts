/** Bytes that are no profile, or a profile that contradicts itself. The message carries what was expected and found. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';

  /** @param offset where in the inflated bytes, counted from 0; absent where the fault has no one place. */
  constructor(
    message: string,
    readonly offset?: number
  ) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`);
  }
}
