/**
 * `npm run pictures`: the README's pictures anew, from the browser test that looks at both dashboards, after four
 * minutes of the demo program's life; then those of docs/hunts and what was read there, from the walks of e2e/hunts.
 * `npm run pictures -- hunts` takes the latter alone.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { DASHBOARDS } from '../e2e/support/host';

/** Ends the run where a test fails: pictures of something broken are not taken over. */
function walk(tests: string, env: Record<string, string>): void {
  const { status } = spawnSync('npx', ['playwright', 'test', tests], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

if (process.argv[2] !== 'hunts') {
  walk('looks', { PICTURES: '240' });
  for (const name of DASHBOARDS) {
    copyFileSync(`e2e/screenshots/preview-${name}-dark.png`, `src/img/${name}.png`);
  }
  copyFileSync('e2e/screenshots/preview-memory-dontneed-dark.png', 'src/img/memory-dontneed.png');
}
walk('e2e/hunts', { HUNTS: '1' });
