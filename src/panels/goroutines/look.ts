import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import { quietGrey, seriesColours } from '../../ui/colours';
import type { GoroutinesModel } from './frame';

export interface GroupLook {
  colour: string;
  /** For the rank on top of it. */
  contrast: string;
}

/** By field name. All that is not told apart is one quiet grey. */
export function groupLooks(model: GoroutinesModel, theme: GrafanaTheme2): Map<string, GroupLook> {
  const ranks = rankLooks(seriesColours(theme, model.groups.filter(({ rank }) => rank > 0).length), theme);
  const total = lookOf(theme.visualization.getColorByName('semi-dark-blue'), theme);
  const rest = lookOf(quietGrey(theme), theme);
  return new Map(
    model.groups.map(({ name, rank, series }) => [name, ranks[rank - 1] ?? (series.role === 'total' ? total : rest)])
  );
}

/** By field name, where the groups' ranks are those of suspects: only they have colour. */
export function suspectGroupLooks(
  model: GoroutinesModel,
  ranks: readonly GroupLook[],
  theme: GrafanaTheme2
): Map<string, GroupLook> {
  const healthy = lookOf(quietGrey(theme), theme);
  return new Map(model.groups.map(({ name, rank }) => [name, ranks[rank - 1] ?? healthy]));
}

/** By rank, from 0. */
export function rankLooks(colours: readonly string[], theme: GrafanaTheme2): GroupLook[] {
  return colours.map((colour) => lookOf(colour, theme));
}

function lookOf(colour: string, theme: GrafanaTheme2): GroupLook {
  return { colour, contrast: contrastOf(colour, theme) };
}

/** Whichever of the theme's two extremes is read more easily on it. */
function contrastOf(colour: string, theme: GrafanaTheme2): string {
  const [ground, ink] = [theme.colors.background.canvas, theme.colors.text.maxContrast];
  const ratio = (text: string) => colorManipulator.getContrastRatio(text, colour, ground);
  return ratio(ground) > ratio(ink) ? ground : ink;
}
