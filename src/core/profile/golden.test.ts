/** @jest-environment node */
import { decodeCapture, profilesIn, readText } from '../../../testdata/helpers/captures';
import { rawText } from '../../../testdata/helpers/raw';
import { checkValid } from './validate';

/**
 * Every value, location id, label, line and mapping against what `go tool pprof -raw` says of the same bytes
 * (testdata/regenerate.sh).
 */
describe('decodeProfile agrees with go tool pprof -raw', () => {
  const profiles = profilesIn('captures', 'blocked', 'closures');

  it('has all captures', () => {
    expect(profiles.length).toBe(24);
  });

  it.each(profiles)('%s', (path) => {
    const profile = decodeCapture(path);
    checkValid(profile);
    const golden = readText(`goldens/${path.replace('/', '.')}.raw`);
    expect(rawText(profile).split('\n')).toEqual(golden.split('\n'));
  });
});
