/** @jest-environment node */
import { execFileSync } from 'node:child_process';

it('has the module that its sources compile to', () => {
  // It says on stderr what to do where not.
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/wasm/main.mts', '--check'], { stdio: 'inherit' });
}, 60_000);
