import type { AnswerError } from './fetch';

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
    readonly status?: number,
    /** How long the program asked to be left alone, in an answer 429 or 503. */
    readonly retryAfterMs?: number
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

/** A gateway error that took this long is a timeout: Grafana's proxy says 502 for both (seen with 12.4), or 504. */
const TIMEOUT_SECONDS = 0.9;

/**
 * Turns what `fetchBody` throws into words. Statuses as Grafana's data proxy gives them.
 *
 * @param seconds how long the request took
 */
export function explainFetchError(asked: string, error: unknown, seconds: number): TargetError {
  const { status, statusText, data, retryAfterMs } = error as Partial<AnswerError>;
  const fromGrafana = grafanaMessage(data);
  const [came, advice] = explainStatus(
    asked,
    status,
    statusText,
    fromGrafana ?? excerpt(data),
    Boolean(fromGrafana),
    seconds
  );
  return new TargetError(asked, came, advice, status, status === 429 || status === 503 ? retryAfterMs : undefined);
}

function explainStatus(
  asked: string,
  status: number | undefined,
  statusText: string | undefined,
  said: string,
  byGrafana: boolean,
  seconds: number
): [came: string, advice: string] {
  const quote = said ? ` (“${said}”)` : '';
  switch (status) {
    case undefined:
    case 0:
    case 200:
      return ['The answer broke off before its end, or the browser could not reach Grafana.', CUT_ADVICE];
    case 400:
      // The proxy turns the program's 401 into a 400, so that the browser does not ask for Grafana's own password.
      return /authentication/i.test(said)
        ? [
            'The program refused it: 401, authentication needed.',
            'Set the authentication in the data source’s settings.',
          ]
        : [`Answer: 400 Bad Request${quote}.`, 'Check the URL in the data source’s settings.'];
    case 401:
      return [
        `Answer: 401 Unauthorized${quote}.`,
        'Sign in to Grafana again, or set the authentication in the data source’s settings.',
      ];
    case 403:
      return [
        `Answer: 403 Forbidden${quote}.`,
        byGrafana
          ? 'Grafana’s proxy lets this path pass for administrators only: ask one, or check your access to the data source.'
          : 'The program, or a proxy before it, does not let Grafana in: set the authentication in the data source’s settings.',
      ];
    case 404:
      return [
        `Answer: 404 Not Found${quote}.`,
        asked.startsWith('/debug/pprof')
          ? 'Is it a Go program that imports net/http/pprof, and is that mounted at /debug/pprof/ below the URL?'
          : 'The program does not serve this path.',
      ];
    case 429:
      return [
        `It refused: 429 Too Many Requests${quote}.`,
        'Something before the program, or the program itself, limits how often it is asked: Tidemark asks less often now, and not before Retry-After says so.',
      ];
    case 502:
    case 503:
    case 504:
      return seconds >= TIMEOUT_SECONDS || status === 504
        ? [
            `No answer in time: Grafana’s proxy gave up after ${Math.round(seconds)} s (${status}).`,
            'Is the program stuck, stopped or out of reach? Else raise the timeout in the data source’s settings.',
          ]
        : [
            `No answer from the program: ${status} ${statusText || 'from Grafana’s proxy'}${quote}.`,
            'Is it running, and can the Grafana server (not your browser) reach the URL in the settings?',
          ];
    default:
      return [`Answer: ${status} ${statusText ?? ''}${quote}.`, 'Check the URL in the data source’s settings.'];
  }
}

/** What to do about half an answer. */
export const CUT_ADVICE =
  'If it happens again: does the program die while it answers, and is response_limit in Grafana’s [dataproxy] settings too small?';

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
