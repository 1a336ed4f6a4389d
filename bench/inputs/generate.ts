import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { buildGenerator, sourceKey } from '../go';
import { CACHE } from '../paths';
import type { Input } from './inputs';

const SEED = 1;

/** The input's file, made if it is not there yet from this recipe, this generator and this Go. */
export function fileOf(input: Input): string {
  if (typeof input.source === 'string') {
    return input.source;
  }
  const { kind, width, stacks, count = 0, labels = 'none' } = input.source;
  const options = [`-kind=${kind}`, `-count=${count}`, `-stacks=${stacks}`, `-labels=${labels}`, `-seed=${SEED}`];
  const key = createHash('sha256')
    .update(JSON.stringify([sourceKey('bench/go/generator'), width, options]))
    .digest('hex');
  const folder = join(CACHE, 'inputs');
  const file = join(folder, `${input.name}-${key.slice(0, 12)}.pb.gz`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const making = `${file}.${process.pid}`;
    execFileSync(buildGenerator(width), [...options, `-out=${making}`], { stdio: 'inherit' });
    renameSync(making, file);
  }
  return file;
}
