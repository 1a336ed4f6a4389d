const cache = new Map<string, CanvasPattern>();

export interface HatchLook {
  line: string;
  /** Colour between the lines; none where what lies below shall show. */
  ground?: string;
  /** `/`: what is inferred. `\`: what is claimed and not there. */
  lean: '/' | '\\';
  /** Lines closer together: more is known of it. */
  dense?: boolean;
}

/** Side of the tile and width of a line, in CSS pixels; the legend's SVG uses the same. */
export function hatchTile({ dense }: HatchLook): { tile: number; line: number } {
  return { tile: dense ? 4.5 : 7, line: 1.4 };
}

/** A canvas pattern of slanted lines, one per look and pixel ratio. Without a canvas (tests): the line's colour. */
export function hatch(ctx: CanvasRenderingContext2D | undefined, look: HatchLook): CanvasPattern | string {
  const ratio = devicePixelRatio || 1;
  const key = `${look.line} ${look.ground ?? ''} ${look.lean} ${look.dense} ${ratio}`;
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const size = hatchTile(look);
  const side = Math.round(size.tile * ratio);
  const tile = document.createElement('canvas');
  tile.width = side;
  tile.height = side;
  const pen = tile.getContext('2d');
  if (!pen || !ctx) {
    return look.line;
  }
  if (look.ground) {
    pen.fillStyle = look.ground;
    pen.fillRect(0, 0, side, side);
  }
  pen.strokeStyle = look.line;
  pen.lineWidth = size.line * ratio;
  pen.beginPath();
  // The line and its continuations over the tile's corners, so that tiles join without a seam.
  for (const shift of [-side, 0, side]) {
    const [from, to] = look.lean === '/' ? [side, 0] : [0, side];
    pen.moveTo(shift - 1, from + (look.lean === '/' ? 1 : -1));
    pen.lineTo(shift + side + 1, to + (look.lean === '/' ? -1 : 1));
  }
  pen.stroke();
  const pattern = ctx.createPattern(tile, 'repeat');
  if (!pattern) {
    return look.line;
  }
  if (cache.size > 24) {
    cache.clear();
  }
  cache.set(key, pattern);
  return pattern;
}
