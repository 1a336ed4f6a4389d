import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../src/core/profile/decode';
import type { Profile } from '../../src/core/profile/profile';

// For tests.
const TESTDATA = join(__dirname, '..');

export function readText(path: string): string {
  return readFileSync(join(TESTDATA, path), 'utf8');
}

/** The inflated bytes of a gzip'd capture. */
export function readProfile(path: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(join(TESTDATA, path))));
}

export function decodeCapture(path: string): Profile {
  return decodeProfile(readProfile(path));
}

/** `captures/prom.heap.d0` and so on, in order of name. */
export function profilesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(TESTDATA, folder))
      .filter((name) => name.endsWith('.d0'))
      .sort()
      .map((name) => `${folder}/${name}`)
  );
}
