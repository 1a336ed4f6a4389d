/**
 * `npm run pictures`: the README's pictures anew, from the browser test that looks at both dashboards, after four
 * minutes of the demo program's life.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { DASHBOARDS } from '../e2e/support/host';

const { status } = spawnSync('npx', ['playwright', 'test', 'looks'], {
  stdio: 'inherit',
  env: { ...process.env, PICTURES: '240' },
});
if (status !== 0) {
  process.exit(status ?? 1);
}
for (const name of DASHBOARDS) {
  copyFileSync(`e2e/screenshots/preview-${name}-dark.png`, `src/img/${name}.png`);
}
copyFileSync('e2e/screenshots/preview-memory-dontneed-dark.png', 'src/img/memory-dontneed.png');
