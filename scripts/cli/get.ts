import { firstLine, Problem, reasonOf } from './problem';

/** An answer that is none. */
export class HttpProblem extends Problem {
  constructor(
    message: string,
    /** Undefined where nothing was answered. */
    readonly status?: number
  ) {
    super(message);
  }
}

export interface Asking {
  timeoutMs: number;
  headers?: Readonly<Record<string, string>>;
  /** Ends the request; what it throws is then the signal's reason. */
  abort?: AbortSignal;
}

export interface Got {
  body: Buffer;
  /** Where the body came from, if not from the URL that was asked. */
  redirectedTo?: string;
}

/** GET. Throws HttpProblem for everything that is no 2xx: its message says what came. */
export async function get(url: string | URL, { abort, headers, timeoutMs }: Asking): Promise<Got> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { headers, signal: abort ? AbortSignal.any([timeout, abort]) : timeout });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.ok) {
      return { body, ...(response.redirected ? { redirectedTo: response.url } : {}) };
    }
    const said = firstLine(body.toString('utf8'));
    const { status, statusText } = response;
    throw new HttpProblem(`HTTP ${status} ${statusText}${said ? `: ${said}` : ''}`.trim(), status);
  } catch (error) {
    if (error instanceof HttpProblem || abort?.aborted) {
      throw error;
    }
    throw new HttpProblem(timeout.aborted ? `no answer in ${timeoutMs / 1000} s` : firstLine(reasonOf(error)));
  }
}
