import type { FetchError } from '@grafana/runtime';

/** A request that did not give what it was sent for, in words for a person. */
export class TargetError extends Error {
  constructor(
    /** Path and query on the target. */
    readonly asked: string,
    /** What came back. */
    readonly came: string,
    /** What to do about it. */
    readonly advice: string,
    /** The HTTP status, where there was an answer. */
    readonly status?: number
  ) {
    super(`Asked for ${asked}. ${came} ${advice}`);
    this.name = 'TargetError';
  }
}

const decoder = new TextDecoder();

/** The beginning of a body as one line of text, for a message. */
export function excerpt(body: unknown, length = 80): string {
  const text =
    body instanceof ArrayBuffer ? decoder.decode(new Uint8Array(body, 0, Math.min(body.byteLength, 400))) : '';
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** The `message` of Grafana's own JSON errors; undefined where the body is the target's. */
function grafanaMessage(body: unknown): string | undefined {
  try {
    const message: unknown = JSON.parse(decoder.decode(body as ArrayBuffer)).message;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Turns what `getBackendSrv().fetch` throws into words. Statuses as Grafana's data proxy gives them. */
export function explainFetchError(asked: string, error: unknown): TargetError {
  const { status, statusText, data } = error as Partial<FetchError<unknown>>;
  const said = grafanaMessage(data) ?? excerpt(data);
  const quote = said ? ` (“${said}”)` : '';

  switch (status) {
    case 400:
      return /authentication/i.test(said)
        ? new TargetError(
            asked,
            'The program refused it: 401, authentication needed.',
            'Set the authentication in the data source’s settings.',
            status
          )
        : new TargetError(
            asked,
            `Answer: 400 Bad Request${quote}.`,
            'Check the URL in the data source’s settings.',
            status
          );
    case 401:
      return new TargetError(
        asked,
        `Answer: 401 Unauthorized${quote}.`,
        'Sign in to Grafana again, or set the authentication in the data source’s settings.',
        status
      );
    case 403:
      return new TargetError(
        asked,
        `Answer: 403 Forbidden${quote}.`,
        grafanaMessage(data)
          ? 'Grafana’s proxy lets this path pass for administrators only: ask one, or check your access to the data source.'
          : 'The program, or a proxy before it, does not let Grafana in: set the authentication in the data source’s settings.',
        status
      );
    case 404:
      return new TargetError(
        asked,
        `Answer: 404 Not Found${quote}.`,
        asked.startsWith('/debug/pprof')
          ? 'Is it a Go program that imports net/http/pprof, and is that mounted at /debug/pprof/ below the URL?'
          : 'The program does not serve this path.',
        status
      );
    case 502:
    case 503:
      return new TargetError(
        asked,
        `No answer from the program: ${status} ${statusText || 'from Grafana’s proxy'}${quote}.`,
        'Is it running, and can the Grafana server (not your browser) reach the URL in the settings?',
        status
      );
    case 504:
      return new TargetError(
        asked,
        'No answer in time: Grafana’s proxy gave up (504 Gateway Timeout).',
        'Is the program stuck or stopped? Else raise the timeout in the data source’s settings.',
        status
      );
  }
  if (!status || status === 200) {
    return new TargetError(
      asked,
      'The answer broke off before its end, or the browser could not reach Grafana.',
      'If it happens again: does the program die while it answers, and is response_limit in Grafana’s [dataproxy] settings too small?'
    );
  }
  return new TargetError(
    asked,
    `Answer: ${status} ${statusText ?? ''}${quote}.`,
    'Check the URL in the data source’s settings.',
    status
  );
}

/** For a 200 whose body is something else than what was asked for. */
export function explainBody(asked: string, body: ArrayBuffer, expected: string): TargetError {
  const bytes = new Uint8Array(body);
  if (bytes.length === 0) {
    return new TargetError(
      asked,
      `It answered with nothing, not with ${expected}.`,
      'Is the URL that of a Go program’s pprof endpoints?',
      200
    );
  }
  const start = excerpt(body);
  if (/^<(!doctype|html|head|body)/i.test(start)) {
    const title = /<title[^>]*>([^<]*)/i.exec(decoder.decode(bytes.subarray(0, 4000)))?.[1]?.trim();
    return new TargetError(
      asked,
      `It answered with an HTML page${title ? ` (“${title}”)` : ''}, not with ${expected}.`,
      'That is a login page, or the URL is not that of a Go program’s pprof endpoints: check it, and the authentication, in the settings.',
      200
    );
  }
  // Control characters say that it is binary: its text would tell nobody anything.
  const shown = /[\u0000-\u0008\ufffd]/.test(start) ? `${bytes.length} bytes of something else` : `“${start}”`;
  return new TargetError(
    asked,
    `It answered with ${shown}, not with ${expected}.`,
    'Is the URL that of a Go program’s pprof endpoints?',
    200
  );
}
