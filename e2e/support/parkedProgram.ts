import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { encode, packed, type Field } from '../../testdata/helpers/encode';

/**
 * Stands in for a program with more goroutines than a test machine can park: serves one profile, again and again, with
 * the metrics of a real capture beside it. PARKED_PROFILE names a profile to serve instead of a made one.
 */
export class ParkedProgram {
  /** Profiles that were asked for. */
  served = 0;

  private constructor(
    private readonly server: http.Server,
    readonly url: string
  ) {}

  static async start(profile: Uint8Array): Promise<ParkedProgram> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const program = new ParkedProgram(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const metrics = readFileSync('testdata/captures/prom.metrics');
    server.on('request', (request, response) => {
      if (request.url?.startsWith('/debug/pprof/goroutine')) {
        program.served++;
        response.end(profile);
      } else {
        response.writeHead(request.url === '/metrics' ? 200 : 404).end(request.url === '/metrics' ? metrics : '');
      }
    });
    return program;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const DEPTH = 24;
const FUNCTIONS = 2_000;

/**
 * A goroutine profile as Go writes it, gzipped: `goroutines` of them in `stacks` stacks, each with a label of its own,
 * so that Go cannot put any two into one sample. The first stack has a quarter of all, parked by `main.(*session).wait`.
 */
export function parkedProfile(goroutines: number, stacks: number): Uint8Array {
  const random = generator();
  const strings: string[] = ['', 'goroutine', 'count', 'request', 'runtime.gopark', 'main.(*session).wait'];
  const string = (text: string) => strings.push(text) - 1;
  const functions: Field[] = [];
  for (let id = 1; id <= FUNCTIONS; id++) {
    const name = id <= 2 ? id + 3 : string(`example.com/shop/service${id % 40}.(*Handler${id}).serve`);
    const location: Field[] = [
      [1, id],
      [3, 0x400000 + id * 64],
      [
        4,
        [
          [1, id],
          [2, 10 + (id % 300)],
        ],
      ],
    ];
    functions.push(
      [4, location],
      [
        5,
        [
          [1, id],
          [2, name],
          [3, name],
          [4, 0],
        ],
      ]
    );
  }
  // All are parked in gopark, the first stack's by a function that stands in no other.
  const paths = Array.from({ length: stacks }, (_, stack) => {
    const rest = Array.from({ length: DEPTH - 2 }, () => 3 + (random() % (FUNCTIONS - 2)));
    return packed(1, stack === 0 ? 2 : 3 + (stack % (FUNCTIONS - 2)), ...rest);
  });
  const samples = Array.from({ length: goroutines }, (_, i): Field => {
    const stack = i < stacks ? i : random() % 4 === 0 ? 0 : random() % stacks;
    return [
      2,
      [
        [1, paths[stack]!],
        [2, packed(1)],
        [
          3,
          [
            [1, 3],
            [2, string(`${random().toString(16)}-${i}`)],
          ],
        ],
      ],
    ];
  });
  const fields: Field[] = [
    [
      1,
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ...samples,
    ...functions,
  ];
  return gzipSync(encode([...fields, ...strings.map((text): Field => [6, text])]), { level: 1 });
}

/** Numbers from 0 to 2^31, the same ones every time (Numerical Recipes' linear congruence; its low bits are poor). */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 1;
  };
}
