import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../src/core/profile/decode';
import { checkValid } from '../../src/core/profile/validate';
import { collectGarbage } from './memory';
import { readAsPlugin } from './readers';

/**
 * `peak.ts FILE [decode]`: prints by how many bytes reading that profile as the plugin does raises the peak resident
 * size, or decoding it alone. See memory.ts.
 */
function read(bytes: Uint8Array): void {
  try {
    const profile = decodeProfile(bytes);
    if (process.argv[3] !== 'decode') {
      checkValid(profile);
      readAsPlugin(profile);
    }
  } catch {
    // A refusal costs memory as well.
  }
}

const input = new Uint8Array(readFileSync(process.argv[2] as string));
const small = path.join(__dirname, '../../testdata/captures/prom.goroutine.d0');
read(new Uint8Array(gunzipSync(readFileSync(small))));
collectGarbage();
// In kilobytes, and never falling.
const before = process.resourceUsage().maxRSS;
read(input);
console.log((process.resourceUsage().maxRSS - before) * 1024);
