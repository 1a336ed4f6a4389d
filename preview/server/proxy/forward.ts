import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';

/** Between two hops only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Not for the target: whom the browser is to us, and where the page came from (pkg/util/proxyutil). */
const NOT_FORWARDED = [
  'host',
  'cookie',
  'origin',
  'referer',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-grafana-user',
];
/** Not for the browser: instructions that would be taken for ours. */
const NOT_RETURNED = ['alt-svc', 'close', 'server', 'set-cookie', 'strict-transport-security'];

export interface Forwarding {
  url: URL;
  /** Path and query, sent as they stand. */
  path: string;
  method: string;
  headers: OutgoingHttpHeaders;
  /** How long the target may take until its answer's headers are there. The body then takes its time. */
  headerTimeoutMs: number;
  tls: ConnectionOptions;
}

/**
 * Sends the request on and streams the answer back as it comes: no decompression, no following of redirects. A target
 * that is down or slow is a 502 without a body; one that stops in the middle of its answer is cut off
 * to the browser too, so that half an answer is never taken for a whole one.
 */
export function forward(req: IncomingMessage, res: ServerResponse, to: Forwarding): Promise<void> {
  return new Promise((resolve) => {
    const fail = (status: number) => {
      if (res.headersSent) {
        res.destroy();
      } else {
        res.writeHead(status).end();
      }
      resolve();
    };
    const client = to.url.protocol === 'https:' ? https : http;
    // One connection a request: a target that goes away between two must show as such, and never as a broken keep-alive.
    const upstream = client.request(to.url, {
      path: to.path,
      method: to.method,
      headers: to.headers,
      agent: false,
      ...to.tls,
    });
    const timer = setTimeout(() => {
      upstream.destroy();
      // Grafana 12.4's error handler means 504, but its transport wraps the timeout and 502 is what comes.
      fail(502);
    }, to.headerTimeoutMs);

    upstream.on('response', (answer) => {
      clearTimeout(timer);
      respond(answer, res, resolve);
    });
    upstream.on('error', () => {
      clearTimeout(timer);
      fail(502);
    });
    res.on('close', () => {
      clearTimeout(timer);
      upstream.destroy();
      resolve();
    });
    pipeline(req, upstream, () => undefined);
  });
}

function respond(answer: IncomingMessage, res: ServerResponse, done: () => void): void {
  const via = `${answer.httpVersion} grafana`;
  // Grafana marks what it did not make itself, so that a page of the target cannot run scripts as ours.
  const own = { 'content-security-policy': 'sandbox', via: answer.headers.via ? `${answer.headers.via}, ${via}` : via };
  if (answer.statusCode === 401) {
    // Told apart from the browser's own session having ended.
    answer.resume();
    const message = 'Authentication to data source failed';
    res.writeHead(400, { ...own, 'content-length': message.length }).end(message);
    done();
    return;
  }
  res.writeHead(answer.statusCode ?? 502, answer.statusMessage, {
    ...without(answer.headers, [...HOP_BY_HOP, ...NOT_RETURNED]),
    ...own,
  });
  res.flushHeaders();
  pipeline(answer, res, () => done());
}

/** The browser's headers without those that stay here. */
export function forwardedHeaders(req: IncomingMessage): OutgoingHttpHeaders {
  const headers = without(req.headers, [...HOP_BY_HOP, ...NOT_FORWARDED]);
  const from = req.socket.remoteAddress ?? '';
  return {
    ...headers,
    'x-grafana-referer': req.headers.referer ?? '',
    'x-forwarded-for': headers['x-forwarded-for'] ? `${String(headers['x-forwarded-for'])}, ${from}` : from,
    'user-agent': 'Grafana (Tidemark preview)',
  };
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
