import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson, sendJson } from './http';

interface Annotation {
  id: number;
  time: number;
  timeEnd: number;
  tags: string[];
  text: string;
}

/** `/api/annotations`, in memory: enough for CI's deploy marks to be posted and read back. */
export class AnnotationApi {
  private readonly all: Annotation[] = [];

  async serve(req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> {
    if (url.pathname !== '/api/annotations') {
      return false;
    }
    if (req.method === 'POST') {
      const body = await readJson(req);
      const time = Number(body.time ?? Date.now());
      const annotation: Annotation = {
        id: this.all.length + 1,
        time,
        timeEnd: Number(body.timeEnd ?? time),
        tags: Array.isArray(body.tags) ? body.tags.map(String) : [],
        text: String(body.text ?? ''),
      };
      this.all.push(annotation);
      sendJson(res, 200, { id: annotation.id, message: 'Annotation added' });
      return true;
    }
    sendJson(res, 200, this.find(url.searchParams));
    return true;
  }

  /** Tags are ANDed unless `matchAny=true`; newest first; 100 unless `limit` says otherwise. */
  private find(params: URLSearchParams): Annotation[] {
    const from = Number(params.get('from') ?? 0);
    const to = Number(params.get('to') ?? Number.MAX_SAFE_INTEGER);
    const tags = params.getAll('tags');
    const has = (annotation: Annotation) =>
      params.get('matchAny') === 'true'
        ? tags.length === 0 || tags.some((tag) => annotation.tags.includes(tag))
        : tags.every((tag) => annotation.tags.includes(tag));
    return this.all
      .filter((annotation) => annotation.timeEnd >= from && annotation.time <= to && has(annotation))
      .sort((a, b) => b.time - a.time)
      .slice(0, Number(params.get('limit') ?? 100));
  }
}
