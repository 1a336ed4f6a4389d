import http from 'node:http';

// For tests.

/** Gives jsdom, which has no fetch, as much of one as tests with running programs need. */
export function installFetch(): void {
  Object.assign(globalThis, { fetch: request });
}

async function request(url: string, { method = 'GET', signal }: Pick<RequestInit, 'method' | 'signal'> = {}) {
  const { body, status } = await new Promise<{ body: Buffer; status: number }>((resolve, reject) => {
    const sent = http.request(url, { method }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => resolve({ body: Buffer.concat(pieces), status: response.statusCode ?? 0 }));
    });
    sent.on('error', reject).end();
    signal?.addEventListener('abort', () => sent.destroy(new DOMException('aborted', 'AbortError')));
  });
  return {
    status,
    ok: status >= 200 && status < 300,
    arrayBuffer: async () => Uint8Array.from(body).buffer,
    text: async () => body.toString(),
    json: async () => JSON.parse(body.toString()) as unknown,
  };
}
