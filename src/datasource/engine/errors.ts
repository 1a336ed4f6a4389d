import { MemoryParseError } from '../../core/memstats/error';
import { ProfileError } from '../../core/profile/error';
import { TargetError } from '../client/errors';
import { EngineError } from './engine';

/** An error as plain data: structured clone keeps neither the class of an error nor its own fields. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** What the class's constructor takes, for those in REVIVE. */
  readonly fields?: readonly unknown[];
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) {
    // DOMException (AbortError) is no Error in every realm.
    const { name = 'Error', message = String(error) } = Object(error) as Partial<Error>;
    return { name, message };
  }
  return { name: error.name, message: error.message, stack: error.stack, fields: fieldsOf(error) };
}

/** The error as it was thrown: of the same class, with the same fields, and with the stack of the other side. */
export function unpackError({ name, message, stack, fields }: PackedError): Error {
  const error = fields && REVIVE[name] ? REVIVE[name](fields) : new Error(message);
  if (!fields) {
    error.name = name;
  }
  return Object.assign(error, { stack });
}

function fieldsOf(error: Error): unknown[] | undefined {
  if (error instanceof TargetError) {
    return [error.asked, error.came, error.advice, error.status];
  }
  if (error instanceof MemoryParseError) {
    return [error.expected, error.found];
  }
  if (error instanceof ProfileError) {
    const { message, offset } = error;
    const suffix = offset === undefined ? '' : ` (at byte ${offset})`;
    return [message.slice(0, message.length - suffix.length), offset];
  }
  return error instanceof EngineError ? [error.message] : undefined;
}

const REVIVE: Readonly<Record<string, (fields: readonly unknown[]) => Error>> = {
  TargetError: ([asked, came, advice, status]) =>
    new TargetError(asked as string, came as string, advice as string, status as number | undefined),
  MemoryParseError: ([expected, found]) => new MemoryParseError(expected as string, found as string),
  ProfileError: ([message, offset]) => new ProfileError(message as string, offset as number | undefined),
  EngineError: ([message]) => new EngineError(message as string),
};
