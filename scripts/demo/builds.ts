import path from 'node:path';
import { buildIfStale, CACHE, DIST } from '../stale';
import { runLogged } from './run';

const EXE = process.platform === 'win32' ? '.exe' : '';
export const DEMO_PROGRAM = path.join(CACHE, 'demo', `demo${EXE}`);
/** The same, with the goroutineleak profile, which Go 1.26 leaves out. Its version is `go1.26.8-X:goroutineleakprofile`. */
export const LEAK_PROFILE_DEMO = path.join(CACHE, 'demo', `demo-goroutineleak${EXE}`);

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
  return buildDemo({ name: 'demo', title: 'the demo program', output: DEMO_PROGRAM });
}

/** An experiment is part of every package's build: where Go's cache has none of them, this takes half a minute. */
export function buildLeakProfileDemo(): Promise<'fresh' | 'built'> {
  return buildDemo({
    name: 'demo-goroutineleak',
    title: 'the demo program with the goroutineleak profile',
    output: LEAK_PROFILE_DEMO,
    env: { GOEXPERIMENT: 'goroutineleakprofile' },
  });
}

interface DemoBuild {
  /** Of its stamp. */
  name: string;
  title: string;
  output: string;
  env?: Record<string, string>;
}

function buildDemo({ env, name, output, title }: DemoBuild): Promise<'fresh' | 'built'> {
  return buildIfStale({
    name,
    inputs: DEMO_INPUTS,
    output,
    build: () =>
      runLogged({ title, command: 'go', args: ['build', '-o', output, '.'], cwd: 'demo', env, missing: NO_GO }),
  });
}
