/** What was asked about the past, what came back, what to do: a sentence each. */
export class AskError extends Error {
  override readonly name = 'AskError';
}
