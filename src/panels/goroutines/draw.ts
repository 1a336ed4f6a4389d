import type { GrafanaTheme2 } from '@grafana/data';
import type uPlot from 'uplot';
import { count } from '../../ui/format';
import { viewOf } from '../../ui/plot/view';
import type { GroupColumn } from './frame';
import type { GroupLook } from './look';
import type { GoroutinesView } from './view';

type Looks = ReadonlyMap<string, GroupLook>;

/** A row between gaps has no area: a stick of its parts says that it was seen. */
export function drawIsolated(looks: Looks, style: 'area' | 'lines') {
  return (u: uPlot): void => {
    const { isolated, groups, columns } = viewOf<GoroutinesView>(u);
    const ratio = devicePixelRatio;
    for (const row of isolated) {
      const x = Math.round(u.valToPos(u.data[0][row]!, 'x', true));
      let floor = 0;
      groups.forEach(({ name }, i) => {
        const value = columns[i]?.[row];
        if (value == null) {
          return;
        }
        const top = u.valToPos(value, 'y', true);
        u.ctx.fillStyle = looks.get(name)?.colour ?? '';
        if (style === 'lines') {
          u.ctx.beginPath();
          u.ctx.arc(x, top, 3 * ratio, 0, 2 * Math.PI);
          u.ctx.fill();
        } else {
          u.ctx.fillRect(x - 3 * ratio, top, 6 * ratio, u.valToPos(floor, 'y', true) - top);
          floor = value;
        }
      });
    }
  };
}

/** The grey area says by itself what it is, where it is thick enough. */
export function drawRest(theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const { groups, columns, marks } = viewOf<GoroutinesView>(u);
    const rest = groups[0];
    if (rest?.series.role !== 'other' || (groups.length < 2 && rest.title === undefined)) {
      return;
    }
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    const heightAt = (x: number): number => {
      const row = u.posToIdx(x, true);
      const away = Math.abs(u.valToPos(u.data[0][row] ?? 0, 'x', true) - x);
      const value = columns[0]?.[row];
      return value == null || away > 8 * ratio ? 0 : bbox.top + bbox.height - u.valToPos(value, 'y', true);
    };
    // A text may span a valley or a gap between its ends.
    const least = (from: number, to: number): number => {
      let room = heightAt(to);
      for (let x = from; x < to && room > 0; x += 4 * ratio) {
        room = Math.min(room, heightAt(x));
      }
      return room;
    };
    const lines = marks.map(({ time }) => u.valToPos(time, 'x', true));
    ctx.save();
    ctx.font = `${11.5 * ratio}px ${theme.typography.fontFamily}`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = theme.colors.text.primary;
    for (const text of restTexts(rest)) {
      const width = ctx.measureText(text).width;
      const places = [...REST_INSETS.map((inset) => inset * ratio), ...REST_PARTS.map((part) => part * bbox.width)].map(
        (inset) => bbox.left + inset
      );
      const crossed = (x: number) => lines.some((line) => line > x - 4 * ratio && line < x + width + 4 * ratio);
      // Where no mark's line runs through it, if there is such a place.
      for (const x of [...places.filter((x) => !crossed(x)), ...places.filter(crossed)]) {
        const room = least(x, x + width);
        if (room >= 22 * ratio && x + width < bbox.left + bbox.width) {
          ctx.fillText(text, x, bbox.top + bbox.height - Math.min(room / 2, 24 * ratio));
          ctx.restore();
          return;
        }
      }
    }
    ctx.restore();
  };
}

/** In CSS pixels from the left; then, for what began late, in parts of the width. */
const REST_INSETS = [14, 60, 120, 200, 320, 460];
const REST_PARTS = [0.5, 0.65, 0.8];

/** The longest that fits is written. */
function restTexts({ title, series }: GroupColumn): string[] {
  const groups = series.groups ?? 0;
  return title === undefined
    ? [`${count(groups)} others`]
    : [title, `${count(groups)} stack${groups === 1 ? '' : 's'}`];
}

const RANK_PX = 10.5;

/** The rank of each area near its right end, where it is thick enough: the link to the table without colour. */
export function drawRanks(looks: Looks, theme: GrafanaTheme2) {
  return (u: uPlot): void => {
    const { groups, columns, isolated } = viewOf<GoroutinesView>(u);
    const alone = new Set(isolated);
    const times = u.data[0];
    const { ctx, bbox } = u;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.font = `600 ${RANK_PX * ratio}px ${theme.typography.fontFamily}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    groups.forEach(({ name, rank }, i) => {
      if (rank === 0) {
        return;
      }
      const [upper, lower] = [columns[i]!, columns[i - 1]];
      // Thick enough over the figure's whole width: an edge may be steep.
      const room = (x: number): { top: number; bottom: number } | undefined => {
        const row = u.posToIdx(x, true);
        const [time, value] = [times[row], upper[row]];
        if (
          time === undefined ||
          value == null ||
          alone.has(row) ||
          Math.abs(u.valToPos(time, 'x', true) - x) > 8 * ratio
        ) {
          return undefined;
        }
        return { top: u.valToPos(value, 'y', true), bottom: u.valToPos(lower?.[row] ?? 0, 'y', true) };
      };
      for (const inset of [12, 40, 80, 140, 220, 320]) {
        const x = bbox.left + bbox.width - inset * ratio;
        const [before, at, after] = [x - 5 * ratio, x, x + 5 * ratio].map(room);
        if (x < bbox.left + 8 * ratio || !before || !at || !after) {
          continue;
        }
        const top = Math.max(before.top, at.top, after.top);
        const bottom = Math.min(before.bottom, at.bottom, after.bottom);
        if (bottom - top >= (RANK_PX + 2) * ratio) {
          ctx.fillStyle = looks.get(name)?.contrast ?? '';
          ctx.fillText(String(rank), x, (top + bottom) / 2 + 0.5 * ratio);
          return;
        }
      }
    });
    ctx.restore();
  };
}
