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
  const ranked = model.groups.filter(({ rank }) => rank > 0);
  const colours = seriesColours(theme, ranked.length);
  const total = theme.visualization.getColorByName('semi-dark-blue');
  return new Map(
    model.groups.map(({ name, rank, series }) => {
      const colour = rank > 0 ? colours[rank - 1]! : series.role === 'total' ? total : quietGrey(theme);
      return [name, { colour, contrast: contrastOf(colour, theme) }];
    })
  );
}

/** Whichever of the theme's two extremes is read more easily on it. */
function contrastOf(colour: string, theme: GrafanaTheme2): string {
  const [ground, ink] = [theme.colors.background.canvas, theme.colors.text.maxContrast];
  const ratio = (text: string) => colorManipulator.getContrastRatio(text, colour, ground);
  return ratio(ground) > ratio(ink) ? ground : ink;
}
