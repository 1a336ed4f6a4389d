/** @jest-environment node */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inflate } from '../../src/datasource/engine/inflate';
import { Slicer } from '../../src/datasource/engine/slices';
import { profilesIn, readProfile } from '../../testdata/helpers/captures';
import { makeGzipCase } from './gzip';

const SEED = 1;
const CASES = 600;

it(`inflates ${CASES} bodies, whole or damaged, as zlib does or not at all`, async () => {
  const files = profilesIn('captures', 'closures');
  const contents = [
    ...files.map(readProfile),
    // A gzip within a gzip: beginnings of members that are none.
    ...files.map((file) => new Uint8Array(readFileSync(path.join(__dirname, '../../testdata', file)))),
    new Uint8Array(),
  ];
  let accepted = 0;
  for (let number = 0; number < CASES; number++) {
    const { body, how, whole } = makeGzipCase(contents, SEED, number);
    const name = `seed=${SEED} case=${number} ${how}`;
    const inflated = await inflate(body, new Slicer(8)).catch(() => undefined);
    if (inflated) {
      accepted++;
      // zlib may take more: it passes over what stands behind the last member. It must not take less.
      expect([name, Buffer.compare(inflated, gunzipSync(body))]).toEqual([name, 0]);
    }
    if (whole) {
      expect([name, inflated && Buffer.compare(inflated, whole)]).toEqual([name, 0]);
    }
  }
  expect(accepted).toBeGreaterThan(CASES / 5);
  expect(accepted).toBeLessThan(CASES / 2);
}, 60_000);
