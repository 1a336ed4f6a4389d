import { parseArgs } from 'node:util';

export interface DemoOptions {
  help: boolean;
  preview: boolean;
  port: number;
  /** A Prometheus scrapes the program too, for the past before the page was opened. */
  prometheus: boolean;
  /** A Go program of the person's own instead of the demo program. */
  targetUrl?: string;
}

export const HELP = `npm run demo [-- options]

Opens Tidemark on a running Go program that leaks on purpose: in Grafana where a Docker engine answers, else in the
preview host, which needs Node and Go only. Builds what is stale. Ctrl-C stops everything.

  --preview     the preview host, also where Docker answers
  --port N      where to listen on 127.0.0.1 (PORT, else 3000)
  --prometheus  with the preview host: the prometheus on PATH scrapes the program too, so that the lines
                begin where it began, before the page was opened
  --help        this text

  TIDEMARK_TARGET_URL=http://host:6060   your own program instead of the demo program
  GRAFANA_VERSION=12.4.0                 another Grafana, with Docker
`;

/** Something that a person can put right. It is shown as one line, without a stack. */
export class Problem extends Error {}

export function parseOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): DemoOptions {
  const { values } = parse(args);
  const port = values.port ?? env.PORT ?? '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new Problem(`"${port}" is not a port: give a number from 0 to 65535`);
  }
  const targetUrl = env.TIDEMARK_TARGET_URL || undefined;
  if (targetUrl !== undefined && !/^https?:\/\/[^/]/.test(targetUrl)) {
    throw new Problem(`TIDEMARK_TARGET_URL is "${targetUrl}": give a URL such as http://127.0.0.1:6060`);
  }
  const { help = false, prometheus = false } = values;
  // Compose has its own: docker compose --profile history up.
  return { help, preview: (values.preview ?? false) || prometheus, port: Number(port), prometheus, targetUrl };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        preview: { type: 'boolean' },
        port: { type: 'string' },
        prometheus: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split('\n')[0] : String(error)} Try --help`);
  }
}
