import { readFile } from 'node:fs/promises';
import { get } from '../cli/get';
import { firstLine, Problem, reasonOf } from '../cli/problem';
import { profileBytes } from '../cli/profilebytes';

/** A CPU profile takes 30 s by itself; heaps of busy programs take a while. */
const TIMEOUT_MS = 120_000;

/** The inflated bytes of a profile in a file or behind a URL. Throws Problem. */
export async function readInput(source: string): Promise<Uint8Array> {
  if (/^https?:\/\//.test(source)) {
    return profileBytes((await get(source, { timeoutMs: TIMEOUT_MS })).body);
  }
  return profileBytes(await readFile(source).catch(asProblem));
}

function asProblem(error: NodeJS.ErrnoException): never {
  const { code } = error;
  throw new Problem(
    code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : firstLine(reasonOf(error))
  );
}
