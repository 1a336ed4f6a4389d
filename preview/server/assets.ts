import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { grafanaAsset } from './grafanaAssets';
import type { Plugin } from './plugins';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown; charset=utf-8',
};

export interface AssetFolders {
  plugins: readonly Plugin[];
  /** The host's own bundle. */
  build: string;
  /** Where the packages lie whose icons and fonts are served. */
  nodeModules: string;
}

/** `/public/...`. False when no file is meant. */
export function serveAsset(folders: AssetFolders, res: ServerResponse, pathname: string): boolean {
  const own = grafanaAsset(folders.nodeModules, pathname);
  if (own) {
    res.writeHead(200, { 'Content-Type': own.type, 'Cache-Control': 'max-age=3600' }).end(own.content);
    return true;
  }
  const file = fileOf(folders, pathname);
  if (!file) {
    return false;
  }
  if (!existsSync(file) || !statSync(file).isFile()) {
    res.writeHead(404, { 'Content-Type': 'application/json' }).end('{"message":"Plugin file not found"}');
    return true;
  }
  res.writeHead(200, {
    'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
    // A rebuilt plugin has to show after a reload.
    'Cache-Control': 'no-cache',
  });
  createReadStream(file).pipe(res);
  return true;
}

function fileOf(folders: AssetFolders, pathname: string): string | undefined {
  const plugin = /^\/public\/plugins\/([^/]+)\/(.+)$/.exec(pathname);
  if (plugin) {
    const folder = folders.plugins.find((candidate) => candidate.id === plugin[1])?.folder;
    return folder ? inside(folder, plugin[2] ?? '') : undefined;
  }
  const build = /^\/public\/build\/(.+)$/.exec(pathname)?.[1];
  return build === undefined ? undefined : inside(folders.build, build);
}

/** The file, or one that cannot exist when the path leaves the folder. */
function inside(folder: string, relative: string): string {
  const file = path.resolve(folder, decodeURIComponent(relative));
  return file.startsWith(folder + path.sep) ? file : path.join(folder, '\0');
}
