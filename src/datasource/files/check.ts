import { isGzip } from '../../core/profile/decode';
import { excerpt, TargetError } from '../client/errors';
import { pageEngine } from '../engine';

/**
 * Whether a file is a profile that can be looked at, by reading it.
 *
 * @param bytes handed over to the engine, and no longer here after that
 * @throws Error in words for a person, where it is none
 */
export async function checkProfileFile(name: string, bytes: ArrayBuffer): Promise<void> {
  if (!isGzip(new Uint8Array(bytes))) {
    throw new Error(
      `${name} is no saved profile: ${beginning(bytes)}. A profile is saved as “curl -o heap.pb.gz …/debug/pprof/heap” does it, without “?debug=”.`
    );
  }
  try {
    await pageEngine().shelveProfile({ id: 'file/checked', answer: { asked: name, body: bytes } });
  } catch (error) {
    throw error instanceof TargetError ? new Error(`${name} is no profile that can be read. ${error.came}`) : error;
  }
}

function beginning(bytes: ArrayBuffer): string {
  const start = excerpt(bytes, 40);
  if (start === '') {
    return 'it is empty';
  }
  // Control characters say that it is binary: its text would tell nobody anything.
  return /[\u0000-\u0008\ufffd]/.test(start) ? 'it is not gzip’d' : `it begins with “${start}”`;
}
