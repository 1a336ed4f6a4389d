import { build, type BuildOptions } from 'esbuild';
import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import { BROWSER_BUNDLES, NODE_BUNDLES, SUBJECT_BUNDLES } from './paths';
import { SUBJECTS } from './subjects';

const SHARED: BuildOptions = {
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  target: 'es2022',
  loader: { '.proto': 'text' },
  logLevel: 'warning',
};

/**
 * Every subject is a bundle of its own, the same for Node and the browser. Where two share code, each has its own copy:
 * V8 specialises code by what it has seen, and one rival's objects would slow down the other's.
 */
export async function buildSubjects(): Promise<void> {
  await build({
    ...SHARED,
    platform: 'browser',
    entryPoints: SUBJECTS.map((name) => `bench/subjects/${name}.ts`),
    outdir: SUBJECT_BUNDLES,
    define: { DESCRIPTOR: JSON.stringify(descriptor()) },
  });
}

export async function buildNode(): Promise<void> {
  await build({
    ...SHARED,
    platform: 'node',
    entryPoints: ['rounds', 'agree', 'memory', 'first', 'history'].map((name) => `bench/node/${name}.ts`),
    outdir: NODE_BUNDLES,
  });
}

export async function buildBrowser(): Promise<void> {
  await build({
    ...SHARED,
    platform: 'browser',
    entryPoints: ['page', 'worker'].map((name) => `bench/browser/${name}.ts`),
    outdir: BROWSER_BUNDLES,
  });
}

/** profile.proto as a FileDescriptorSet in base64, which is how protobuf-es takes a schema. */
function descriptor(): string {
  const { root } = protobuf.parse(readFileSync('bench/profile.proto', 'utf8'));
  const set = (root.resolveAll() as DescribableRoot).toDescriptor('proto3');
  // protoc, which protobuf-es expects this from, writes full names.
  for (const { package: path, messageType } of set.file) {
    messageType.flatMap(({ field }) => field).forEach((field) => (field.typeName &&= `.${path}.${field.typeName}`));
  }
  return Buffer.from(set.$type.encode(set).finish()).toString('base64');
}

/** What protobufjs/ext/descriptor adds to Root. */
interface DescribableRoot extends protobuf.Root {
  toDescriptor(edition: string): protobuf.Message & {
    file: Array<{ package: string; messageType: Array<{ field: Array<{ typeName?: string }> }> }>;
  };
}
