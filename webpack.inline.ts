import { build } from 'esbuild';
import path from 'path';
import type { LoaderContext } from 'webpack';

/**
 * A loader: a module and all that it imports become the text of one classic script, for a worker that is started from
 * a blob. A file of its own would be asked for at the wrong place in a nested plugin, and a worker from another origin,
 * as under a plugin CDN, is refused by the browser (docs/architecture.md).
 */
export default async function inline(this: LoaderContext<unknown>): Promise<string> {
  const isProduction = this.mode === 'production';
  const { metafile, outputFiles } = await build({
    entryPoints: [this.resourcePath],
    absWorkingDir: this.rootContext,
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    // What the browsers can that have DecompressionStream.
    target: 'es2022',
    minify: isProduction,
    sourcemap: isProduction ? false : 'inline',
    logLevel: 'silent',
  });
  // A change in any of them makes this module stale.
  Object.keys(metafile.inputs).forEach((input) => this.addDependency(path.resolve(this.rootContext, input)));
  return `export const source = ${JSON.stringify(outputFiles[0]!.text)};`;
}
