import { build } from 'esbuild';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const OUT = path.resolve('.cache', 'gallery');

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<style>body{margin:0}</style><div id="root"></div><script src="/page.js"></script></html>`;

/** Bundles the gallery with Grafana's packages from npm. */
export async function buildGallery(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  writeFileSync(path.join(OUT, 'index.html'), PAGE);
  await build({
    entryPoints: ['preview/gallery/page.tsx'],
    outfile: path.join(OUT, 'page.js'),
    bundle: true,
    platform: 'browser',
    format: 'iife',
    jsx: 'automatic',
    sourcemap: false,
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.ttf': 'empty', '.png': 'dataurl' },
    logLevel: 'error',
  });
}
