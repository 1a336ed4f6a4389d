/** Stored bytes that are not what was written: in words for a person. Nothing of them was taken. */
export class StoredError extends Error {
  override readonly name = 'StoredError';
}
