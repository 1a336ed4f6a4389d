import { FieldType, type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import type uPlot from 'uplot';
import { viewOf } from './view';

/** A moment that matters to every panel: a restart seen in the data, or an annotation. */
export interface Mark {
  kind: 'restart' | 'annotation';
  time: number;
  timeEnd?: number;
  /** A few words, for the flag. */
  label: string;
  /** All that is known, for the tooltip. */
  text: string;
  colour: string;
}

export function restartMarks(restarts: readonly number[], theme: GrafanaTheme2): Mark[] {
  return restarts.map((time) => ({
    kind: 'restart',
    time,
    label: 'restart',
    text: 'The process was started anew: its counters began again.',
    colour: theme.colors.text.secondary,
  }));
}

/** Grafana's annotation frames: fields time, timeEnd, title, text, tags, color. */
export function annotationMarks(frames: readonly DataFrame[] | undefined, theme: GrafanaTheme2): Mark[] {
  const marks: Mark[] = [];
  for (const frame of frames ?? []) {
    const column = (name: string): unknown[] => frame.fields.find((field) => field.name === name)?.values ?? [];
    const times = frame.fields.find((field) => field.name === 'time' || field.type === FieldType.time)?.values ?? [];
    if (frame.name === 'exemplar') {
      continue;
    }
    times.forEach((time: unknown, row) => {
      if (typeof time !== 'number') {
        return;
      }
      const [title, text] = [plain(column('title')[row]), plain(column('text')[row])];
      const tags = column('tags')[row];
      const names = Array.isArray(tags) ? tags.map(String) : [];
      const end = column('timeEnd')[row];
      const colour = column('color')[row];
      marks.push({
        kind: 'annotation',
        time,
        timeEnd: typeof end === 'number' && end > time ? end : undefined,
        label: title || text.split('\n')[0]?.trim() || names.join(', ') || 'annotation',
        text: [title, text, names.join(', ')].filter(Boolean).join(' · '),
        colour: theme.visualization.getColorByName(typeof colour === 'string' && colour ? colour : 'purple'),
      });
    });
  }
  return marks;
}

/** A deploy as the data source tells of it. */
interface Deploy {
  atMs: number;
  name: string;
  seenBy: string;
}

const SAME_MOMENT_MS = 1000;

/** Deploys in the looks of annotations; those that `annotations` show already are left out. */
export function deployMarks(deploys: readonly Deploy[], annotations: readonly Mark[], theme: GrafanaTheme2): Mark[] {
  return deploys.flatMap(({ atMs, name, seenBy }): Mark[] => {
    const label = plain(name).split('\n')[0]?.trim() || 'deploy';
    const shown = annotations.some(
      (mark) => Math.abs(mark.time - atMs) <= SAME_MOMENT_MS && (mark.label === label || mark.text === plain(name))
    );
    const text = seenBy === 'annotation' ? `deploy ${label}` : `deploy ${label}, seen in the data: another ${seenBy}`;
    return shown ? [] : [{ kind: 'annotation', time: atMs, label, text, colour: deployColour(theme) }];
  });
}

export function deployColour(theme: GrafanaTheme2): string {
  return theme.visualization.getColorByName('purple');
}

/** Annotations may hold HTML (Grafana's own text panel of alerts does); flags show text only. */
function plain(value: unknown): string {
  return typeof value === 'string'
    ? value
        .replace(/<[^>]*>/g, ' ')
        .replace(/[ \t]+/g, ' ')
        .trim()
    : '';
}

/** Dashed verticals, over the data; regions as a veil. The flags on top of them are HTML (Flags.tsx). */
export function drawMarks(u: uPlot): void {
  const { ctx, bbox } = u;
  const { marks, range } = viewOf(u);
  const ratio = devicePixelRatio;
  ctx.save();
  for (const mark of marks) {
    const end = mark.timeEnd ?? mark.time;
    if (end < range.from || mark.time > range.to) {
      continue;
    }
    const x = (time: number) => Math.round(u.valToPos(Math.min(Math.max(time, range.from), range.to), 'x', true));
    if (mark.timeEnd !== undefined) {
      ctx.globalAlpha = 0.12;
      ctx.fillStyle = mark.colour;
      ctx.fillRect(x(mark.time), bbox.top, x(mark.timeEnd) - x(mark.time), bbox.height);
      ctx.globalAlpha = 1;
    }
    ctx.strokeStyle = mark.colour;
    ctx.lineWidth = ratio;
    ctx.setLineDash(mark.kind === 'restart' ? [1.5 * ratio, 3 * ratio] : [4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x(mark.time), bbox.top);
    ctx.lineTo(x(mark.time), bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

export interface PlacedFlag {
  mark: Mark;
  x: number;
  /** Room for the flag; 0 where there is none and only a stub stands. */
  room: number;
  side: 'right' | 'left';
}

/** A flag narrower than this says nothing. */
const LEAST_ROOM = 26;

/**
 * Where the flags stand: to the right of their line, cut where the next begins, to the left at the right end. A restart
 * beside an annotation, as with each deploy, has no flag of its own: the annotation's tells of it.
 */
export function placeFlags(
  marks: readonly Mark[],
  plot: { width: number; from: number; to: number },
  widthOf: (label: string) => number
): PlacedFlag[] {
  const span = plot.to - plot.from;
  const all = marks
    .filter((mark) => mark.time >= plot.from && mark.time <= plot.to)
    .map((mark) => ({ mark, x: ((mark.time - plot.from) / span) * plot.width }))
    .sort((a, b) => a.x - b.x);
  const beside = (x: number, kind: Mark['kind']) =>
    all.some((other) => other.mark.kind === kind && Math.abs(other.x - x) < LEAST_ROOM);
  const seen = all
    .filter(({ mark, x }) => mark.kind !== 'restart' || !beside(x, 'annotation'))
    .map(({ mark, x }) =>
      mark.kind === 'annotation' && beside(x, 'restart')
        ? { mark: { ...mark, text: `${mark.text} · restart` }, x }
        : { mark, x }
    );
  let taken = 0;
  return seen.map(({ mark, x }, i) => {
    const wanted = widthOf(mark.label);
    const next = seen[i + 1]?.x ?? Infinity;
    const fitsRight = x + wanted <= plot.width;
    if (!fitsRight && x - wanted >= taken && next === Infinity) {
      return { mark, x, room: x - taken, side: 'left' as const };
    }
    const free = Math.min(next - x - 2, plot.width - x);
    const room = free >= Math.min(wanted, LEAST_ROOM) ? free : 0;
    taken = x + Math.max(Math.min(wanted, room), 6);
    return { mark, x, room, side: 'right' as const };
  });
}
