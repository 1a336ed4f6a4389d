import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { goVersion } from '../go';
import type { Machine } from '../report/report';

/** What the figures were measured on and against. */
export function machine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    load: loadavg()[0] ?? NaN,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version.slice(1),
    go: goVersion().replace(/^go/, ''),
    rivals: {
      'pprof-format': npmVersion('pprof-format'),
      protobufjs: npmVersion('protobufjs'),
      'protobuf-es': npmVersion('@bufbuild/protobuf'),
      'google/pprof': pprofVersion(),
    },
  };
}

function npmVersion(name: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  return version;
}

/** The day of its commit: the module has no releases. */
function pprofVersion(): string {
  const [, day] = /google\/pprof v0\.0\.0-(\d{8})/.exec(readFileSync('bench/go/rival/go.mod', 'utf8'))!;
  return day!.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
}
