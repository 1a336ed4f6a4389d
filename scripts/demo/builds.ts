import path from 'node:path';
import { buildIfStale, CACHE, DIST } from '../stale';
import { runLogged } from './run';

export const DEMO_PROGRAM = path.join(CACHE, 'demo', process.platform === 'win32' ? 'demo.exe' : 'demo');

const NO_GO =
  'Go was not found: install Go 1.24 or newer (go.dev/dl), or watch a program of your own with TIDEMARK_TARGET_URL=http://host:6060';

/** Everything that the bundler reads. */
export const PLUGIN_INPUTS = [
  'src',
  '.config',
  '.cprc.json',
  'webpack.config.ts',
  'webpack.inline.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];
export const DEMO_INPUTS = ['demo'];

export function buildPlugin(): Promise<'fresh' | 'built'> {
  return buildIfStale({
    name: 'plugin',
    inputs: PLUGIN_INPUTS,
    output: path.join(DIST, 'plugin.json'),
    build: () =>
      runLogged({
        title: 'the plugin',
        command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
        args: ['run', '-s', 'build'],
        missing: 'npm was not found',
      }),
  });
}

export function buildDemoProgram(): Promise<'fresh' | 'built'> {
  return buildIfStale({
    name: 'demo',
    inputs: DEMO_INPUTS,
    output: DEMO_PROGRAM,
    build: () =>
      runLogged({
        title: 'the demo program',
        command: 'go',
        args: ['build', '-o', DEMO_PROGRAM, '.'],
        cwd: 'demo',
        missing: NO_GO,
      }),
  });
}
