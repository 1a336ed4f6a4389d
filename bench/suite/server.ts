import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BROWSER_BUNDLES, SUBJECT_BUNDLES } from '../paths';

/** The page, the bundles and the profiles, on a free port of this machine. `inputs` are files by name. */
export async function serve(inputs: Readonly<Record<string, string>>): Promise<{ server: Server; url: string }> {
  const server = createServer(async ({ url = '/' }, response) => {
    // Isolated pages get a finer clock: 5 µs instead of 100.
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    if (url === '/') {
      const page = '<!doctype html><title>bench</title><script type="module" src="/page.mjs"></script>';
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end(page);
      return;
    }
    const file = fileOf(url, inputs);
    if (!file || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = file.endsWith('.mjs') ? 'text/javascript' : 'application/octet-stream';
    response.writeHead(200, { ...headers, 'Content-Type': type }).end(await readFile(file));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function fileOf(url: string, inputs: Readonly<Record<string, string>>): string | undefined {
  const [, folder, name] = /^\/(?:(subjects|inputs)\/)?([\w.-]+)$/.exec(url) ?? [];
  if (!name) {
    return undefined;
  }
  return folder === 'inputs' ? inputs[name] : join(folder ? SUBJECT_BUNDLES : BROWSER_BUNDLES, name);
}
