import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './paths';

/** Go programs are built once per source and compiler. */
export function goVersion(): string {
  return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
}

/** google/pprof's side of the comparison; gives the program's path. */
export function buildRival(): string {
  const source = 'bench/go/rival';
  const program = join(CACHE, `rival-${sourceKey(source)}`);
  if (!existsSync(program)) {
    execFileSync('go', ['build', '-o', join(process.cwd(), program), '.'], { cwd: source, stdio: 'inherit' });
  }
  return program;
}

/** The generator with a call tree of that width; gives the program's path. */
export function buildGenerator(width: number): string {
  const source = 'bench/go/generator';
  const folder = join(CACHE, `generator-${sourceKey(source)}-${width}`);
  const program = join(folder, 'generator');
  if (!existsSync(program)) {
    const making = `${folder}.${process.pid}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    cpSync(source, making, { recursive: true });
    const go = (...args: string[]) => execFileSync('go', args, { cwd: making, stdio: 'inherit' });
    go('run', './tree', `-width=${width}`);
    go('build', '-o', 'generator', '.');
    renameSync(making, folder);
  }
  return program;
}

/** Changes with the sources and the compiler: what they make is not the same any more. */
export function sourceKey(folder: string): string {
  const hash = createHash('sha256').update(goVersion());
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(go|mod|sum)$/.test(file)) {
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
