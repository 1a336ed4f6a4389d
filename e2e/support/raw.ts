import http from 'node:http';

/** The status of a request whose path goes out exactly as given, `..` and all. */
export function rawStatus(method: string, url: string, headers: Record<string, string>): Promise<number> {
  const [, origin, path] = /^(https?:\/\/[^/]+)(.*)$/.exec(url)!;
  const { hostname, port } = new URL(origin!);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once('error', reject);
    request.end();
  });
}
