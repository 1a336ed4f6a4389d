import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildIfStale, CACHE, ROOT } from '../scripts/stale';

export const HOST_BUILD = path.join(CACHE, 'preview');

/** What @grafana/ui would bring and the preview has no use for, or has another copy of. */
const substitutes: Plugin = {
  name: 'substitutes',
  setup(esbuild) {
    // The code editor: two thirds of the bundle. Who opens one is told.
    esbuild.onResolve({ filter: /^(monaco-editor|@monaco-editor\/react)/ }, () => ({
      path: 'monaco',
      namespace: 'absent',
    }));
    esbuild.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'throw new Error("the preview host has no code editor (monaco)");',
    }));
    // One router, else links of @grafana/ui stand outside of ours.
    esbuild.onResolve({ filter: /^react-router-dom-v5-compat$/ }, () => ({
      path: require.resolve('react-router-dom'),
    }));
    // CommonJS with a `default`: to an .mjs of @grafana/ui, esbuild gives the whole module for it, as Node does. Grafana
    // is built from sources that are no .mjs, and gets the default.
    const unwrapped = /^(react-custom-scrollbars-2|react-highlight-words|calculate-size)$/;
    esbuild.onResolve({ filter: unwrapped }, async ({ path, kind, resolveDir, namespace }) =>
      namespace === 'unwrapped'
        ? undefined
        : {
            path: (await esbuild.resolve(path, { kind, resolveDir, namespace: 'unwrapped' })).path,
            namespace: 'unwrapped',
          }
    );
    esbuild.onLoad({ filter: /.*/, namespace: 'unwrapped' }, ({ path: file }) => ({
      contents: `module.exports = require(${JSON.stringify(file)}).default;`,
      resolveDir: path.dirname(file),
    }));
  },
};

/** Bundles the host page. One file: the preview is opened from this machine, so nothing is won by splitting it. */
export function buildHost(): Promise<'fresh' | 'built'> {
  return buildIfStale({
    name: 'preview',
    inputs: ['preview/host', 'preview/build.ts', 'package-lock.json'],
    output: path.join(HOST_BUILD, 'index.js'),
    build: async () => {
      await build({
        entryPoints: [path.join(ROOT, 'preview/host/index.tsx')],
        outfile: path.join(HOST_BUILD, 'index.js'),
        bundle: true,
        format: 'iife',
        target: 'es2022',
        sourcemap: 'linked',
        plugins: [substitutes],
        minifyWhitespace: true,
        minifySyntax: true,
        jsx: 'automatic',
        logLevel: 'silent',
        // Production, as in Grafana: plugins share this React and are built for the production JSX runtime.
        // No `define`: SystemJS adds one for the plugins, and lodash and others would register there and not with us.
        define: {
          'process.env.NODE_ENV': '"production"',
          'process.env': '{}',
          process: 'undefined',
          global: 'window',
          define: 'undefined',
        },
        loader: { '.svg': 'dataurl', '.woff': 'file', '.woff2': 'file', '.png': 'dataurl', '.ttf': 'file' },
        assetNames: 'assets/[name]-[hash]',
      });
    },
  });
}
