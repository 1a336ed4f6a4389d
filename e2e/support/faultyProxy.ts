import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';

/** What can go wrong between Grafana and a program, and cannot be had from a real one at will. */
export type Fault =
  | 'none'
  | 'down'
  | 'login page'
  | 'not mounted'
  | 'unauthorized'
  | 'forbidden'
  | 'hangs'
  | 'cut'
  | 'garbage'
  | 'empty profile'
  | 'no process metrics';

type Answer = (request: http.IncomingMessage, response: http.ServerResponse, real: Buffer) => void;

/** Stands before a real demo program and passes everything through, until it is told to be at fault. */
export class FaultyProxy {
  fault: Fault = 'none';
  /** The paths that were asked for, in order. */
  readonly requests: string[] = [];

  private constructor(
    private readonly server: http.Server,
    readonly url: string
  ) {}

  static async before(programUrl: string): Promise<FaultyProxy> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new FaultyProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => proxy.answer(programUrl, request, response));
    return proxy;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(
    programUrl: string,
    request: http.IncomingMessage,
    response: http.ServerResponse
  ): Promise<void> {
    this.requests.push(request.url ?? '');
    const real = await fetch(programUrl + request.url)
      .then(async (answer) => Buffer.from(await answer.arrayBuffer()))
      .catch(() => undefined);
    if (!real) {
      // The program is gone: so is the connection.
      request.socket.destroy();
      return;
    }
    if (this.fault === 'none') {
      response.end(real);
    } else {
      FAULTS[this.fault](request, response, real);
    }
  }
}

const isProfile = (request: http.IncomingMessage) => request.url?.startsWith('/debug/pprof/goroutine') === true;

/** A fault of profiles only: everything else passes. */
const ofProfiles =
  (spoil: (response: http.ServerResponse, real: Buffer) => void): Answer =>
  (request, response, real) =>
    isProfile(request) ? spoil(response, real) : response.end(real);

const FAULTS: Record<Exclude<Fault, 'none'>, Answer> = {
  down: (request) => request.socket.destroy(),
  'login page': (_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!DOCTYPE html><html><head><title>Sign in to continue</title></head><body>…</body></html>');
  },
  'not mounted': (_, response) => response.writeHead(404).end('404 page not found\n'),
  unauthorized: (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end('who are you?\n'),
  forbidden: (_, response) => response.writeHead(403).end('not for you\n'),
  hangs: () => undefined,
  cut: ofProfiles((response, real) => {
    response.writeHead(200, { 'content-length': real.length });
    response.write(real.subarray(0, real.length / 2));
    setTimeout(() => response.socket?.destroy(), 50);
  }),
  garbage: ofProfiles((response, real) => {
    response.end(Buffer.concat([real.subarray(0, 10), Buffer.alloc(300, 0x5a)]));
  }),
  // What gunzips to a profile without a single sample: the sample types stay, the samples go.
  'empty profile': ofProfiles((response, real) => response.end(gzipSync(withoutSamples(gunzipSync(real))))),
  'no process metrics': (request, response, real) => {
    if (request.url === '/debug/vars') {
      response.writeHead(404).end('404 page not found\n');
    } else {
      response.end(request.url === '/metrics' ? real.toString().replace(/^(# \w+ )?process_.*\n/gm, '') : real);
    }
  },
};

/** Drops every field 2 (sample) of a profile.proto message; its other fields stay as they are. */
function withoutSamples(profile: Buffer): Buffer {
  const kept: Buffer[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = profile[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (at < profile.length) {
    const start = at;
    const key = varint();
    if ((key & 7) === 2) {
      const length = varint();
      at += length;
    } else {
      varint();
    }
    if (key >> 3 !== 2) {
      kept.push(profile.subarray(start, at));
    }
  }
  return Buffer.concat(kept);
}
