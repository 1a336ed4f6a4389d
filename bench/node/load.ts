import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SUBJECT_BUNDLES } from '../paths';
import type { SubjectName } from '../subjects';
import type { Subject } from '../subjects/subject';

export async function load(name: SubjectName): Promise<Subject> {
  const module: { subject: Subject } = await import(pathToFileURL(join(SUBJECT_BUNDLES, `${name}.mjs`)).href);
  module.subject.prepare?.();
  return module.subject;
}
