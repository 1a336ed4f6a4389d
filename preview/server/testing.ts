import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For tests: a server on a free port, and a client that sends paths as they are and keeps bodies as bytes. */
export async function listen(
  handler: RequestListener | http.Server
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = handler instanceof http.Server ? handler : http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The connection ended before the body did. */
  cut: boolean;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** `name:password` */
  as?: string;
}

/** Unlike fetch, this does not resolve `..` in the path, follow redirects or unpack bodies. */
export function ask(base: string, path: string, { method = 'GET', headers = {}, body, as }: Ask = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  const authorization = as === undefined ? {} : { authorization: `Basic ${Buffer.from(as).toString('base64')}` };
  return new Promise((resolve, reject) => {
    const req = http.request(
      { hostname, port, path, method, headers: { ...authorization, ...headers }, agent: false },
      (res) => {
        const chunks: Buffer[] = [];
        const settle = (cut: boolean) =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks), cut });
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => settle(false));
        res.on('error', () => settle(true));
      }
    );
    req.on('error', reject);
    req.end(body);
  });
}
