import type { GrafanaTheme2 } from '@grafana/data';
import type uPlot from 'uplot';
import { hatch } from '../../ui/plot/hatch';
import { viewOf } from '../../ui/plot/view';
import type { MemoryLook } from './look';
import type { MemoryView } from './view';

/** Dashed red, with its name: the memory that the process may have. */
export function drawLimit(look: MemoryLook, theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const { limit } = viewOf<MemoryView>(u);
    if (!limit) {
      return;
    }
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const at = limit.inside ? Math.round(u.valToPos(limit.value, 'y', true)) : bbox.top;
    ctx.save();
    if (limit.inside) {
      ctx.strokeStyle = look.limit;
      ctx.lineWidth = 1.25 * ratio;
      ctx.setLineDash([6 * ratio, 4 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, at);
      ctx.lineTo(bbox.left + bbox.width, at);
      ctx.stroke();
    }
    label(
      ctx,
      limit.inside ? limit.text : `↑ ${limit.text}, far above`,
      bbox.left + bbox.width - 4 * ratio,
      at + (limit.inside ? -5 : 13) * ratio,
      'right',
      look.limit,
      look,
      theme
    );
    ctx.restore();
  };
}

/** The field config's thresholds: thin lines in their own colours, under the ceiling. */
export function drawThresholds(u: uPlot): void {
  const { thresholds, y } = viewOf<MemoryView>(u);
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  for (const { value, colour } of thresholds) {
    if (value <= y.top) {
      const at = Math.round(u.valToPos(value, 'y', true));
      ctx.strokeStyle = colour;
      ctx.beginPath();
      ctx.moveTo(bbox.left, at);
      ctx.lineTo(bbox.left + bbox.width, at);
      ctx.stroke();
    }
  }
  ctx.restore();
}

/** GC cycles: short ticks on the time axis, outlined so that they stand out from any band, named at its end. */
export function drawCollections(look: MemoryLook, theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const { collections } = viewOf<MemoryView>(u);
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const foot = bbox.top + bbox.height;
    ctx.save();
    for (const time of collections) {
      const x = Math.round(u.valToPos(time, 'x', true));
      ctx.fillStyle = look.ground;
      ctx.fillRect(x - 2 * ratio, foot - 9 * ratio, 4 * ratio, 9 * ratio);
      ctx.fillStyle = look.colour.NumGC;
      ctx.fillRect(x - ratio, foot - 8 * ratio, 2 * ratio, 8 * ratio);
    }
    ctx.restore();
    if (collections.length > 0) {
      label(ctx, 'GC', bbox.left + bbox.width + 4 * ratio, foot, 'left', look.colour.NumGC, look, theme);
    }
  };
}

/** Names the RSS line where it runs level and nothing is close above it. */
export function drawRssLabel(look: MemoryLook, theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const view = viewOf<MemoryView>(u);
    const column = view.series.findIndex(({ kind }) => kind === 'RSS') + 1;
    const values = u.data[column];
    if (column < 1 || !values || u.bbox.height < 90 * devicePixelRatio) {
      return;
    }
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const others = view.series.flatMap(({ kind }, i) => (kind === 'sys' ? [u.data[i + 1]!] : []));
    const yOf = (series: ArrayLike<number | null | undefined>, x: number): number | null => {
      const row = u.posToIdx(x, true);
      const value = series[row];
      const away = Math.abs(u.valToPos(u.data[0][row] ?? 0, 'x', true) - x);
      return value == null || away > 8 * ratio ? null : u.valToPos(value, 'y', true);
    };
    for (const share of [0.62, 0.7, 0.54, 0.78, 0.46, 0.38, 0.3, 0.22, 0.86]) {
      const x = bbox.left + share * bbox.width;
      const [y, before, after] = [x, x - 16 * ratio, x + 16 * ratio].map((at) => yOf(values, at));
      if (y == null || before == null || after == null) {
        continue;
      }
      const level = Math.abs(y - before) + Math.abs(y - after) < 5 * ratio;
      const crowd = others
        .map((series) => yOf(series, x))
        .concat(view.limit?.inside ? u.valToPos(view.limit.value, 'y', true) : null);
      const free = crowd.every((other) => other === null || other > y + 3 * ratio || other < y - 20 * ratio);
      if (level && free && y - 18 * ratio > bbox.top) {
        label(ctx, 'RSS', x, y - 6 * ratio, 'center', look.colour.RSS, look, theme, 600);
        return;
      }
    }
  };
}

/** A peak of some time or other: it must not be taken for RSS. */
export function drawPeakLabel(look: MemoryLook, theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const { series, y } = viewOf<MemoryView>(u);
    const column = series.findIndex(({ kind }) => kind === 'peak') + 1;
    const newest =
      column > 0
        ? Array.from(u.data[column] ?? [])
            .reverse()
            .find((value) => value != null)
        : undefined;
    if (newest == null || newest > y.top) {
      return;
    }
    const ratio = devicePixelRatio;
    const at = u.valToPos(newest, 'y', true);
    const x = u.bbox.left + u.bbox.width - 4 * ratio;
    label(u.ctx, 'peak of RSS (MaxRSS)', x, at - 5 * ratio, 'right', look.colour.MaxRSS, look, theme);
  };
}

/** A row between gaps has no line and no area: a stick of its bands and a dot for each line say that it was seen. */
export function drawIsolated(look: MemoryLook) {
  return (u: uPlot): void => {
    const { isolated, series } = viewOf<MemoryView>(u);
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - 6 * ratio, bbox.top, bbox.width + 12 * ratio, bbox.height + 6 * ratio);
    ctx.clip();
    for (const row of isolated) {
      const x = Math.round(u.valToPos(u.data[0][row]!, 'x', true));
      let floor = 0;
      const stick = (from: number, to: number, fill: string | CanvasPattern) => {
        const [low, high] = [u.valToPos(from, 'y', true), u.valToPos(to, 'y', true)];
        ctx.fillStyle = fill;
        ctx.fillRect(x - 3 * ratio, high, 6 * ratio, low - high);
      };
      series.forEach((one, i) => {
        const value = u.data[i + 1]?.[row];
        if (value == null) {
          return;
        }
        if (one.kind === 'band') {
          stick(floor, value, look.colour[one.name]);
          floor = value;
        } else if (one.kind === 'part') {
          // The series before is what the part lies on.
          const fill = one.name === 'LazyFree' ? hatch(ctx, look.lazyFree) : look.colour.RssFile;
          stick(u.data[i]?.[row] ?? value, value, fill);
        } else if (one.kind === 'residual') {
          const known = u.data[i]?.[row];
          stick(Math.min(known ?? value, value), value, hatch(ctx, look.residual));
        } else if (one.kind === 'goResident' || one.kind === 'RSS') {
          dot(
            ctx,
            x,
            u.valToPos(value, 'y', true),
            (one.kind === 'RSS' ? 3.5 : 2.5) * ratio,
            look.colour[one.kind],
            look
          );
        }
      });
    }
    ctx.restore();
  };
}

/** Where RSS is now. */
export function drawNewest(look: MemoryLook) {
  return (u: uPlot): void => {
    const { series } = viewOf<MemoryView>(u);
    const values = u.data[series.findIndex(({ kind }) => kind === 'RSS') + 1];
    const row = u.data[0].length - 1;
    const value = values === u.data[0] ? undefined : values?.[row];
    const time = u.data[0][row];
    const { from, to } = viewOf(u).range;
    if (value != null && time !== undefined && time >= from && time <= to) {
      const ratio = devicePixelRatio;
      dot(u.ctx, u.valToPos(time, 'x', true), u.valToPos(value, 'y', true), 3 * ratio, look.colour.RSS, look);
    }
  };
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, r: number, fill: string, look: MemoryLook): void {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = look.ground;
  ctx.stroke();
}

function label(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  colour: string,
  look: MemoryLook,
  theme: GrafanaTheme2,
  weight = 400
): void {
  const ratio = devicePixelRatio;
  // uPlot remembers the font that it set last, and would draw its axes in ours.
  ctx.save();
  ctx.setLineDash([]);
  ctx.font = `${weight} ${11.5 * ratio}px ${theme.typography.fontFamily}`;
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3 * ratio;
  ctx.strokeStyle = look.ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}
