import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';

/** The colour between two others; for hues that Grafana's palette lacks. Opaque. */
export function mix(a: string, b: string, share: number): string {
  const channels = (colour: string): number[] => {
    const { values } = colorManipulator.decomposeColor(colorManipulator.asRgbString(colour));
    return values as number[];
  };
  const [from, to] = [channels(a), channels(b)];
  const rgb = [0, 1, 2].map((i) => Math.round((from[i] ?? 0) * (1 - share) + (to[i] ?? 0) * share));
  return `rgb(${rgb.join(', ')})`;
}

/** Green-blue, told apart from blue by all common kinds of colour blindness through its lightness. */
export function teal(theme: GrafanaTheme2): string {
  const named = theme.visualization.getColorByName;
  return mix(named('green'), named('blue'), theme.isDark ? 0.4 : 0.35);
}

/** What is healthy, or not told apart. */
export function quietGrey(theme: GrafanaTheme2): string {
  return mix(theme.colors.background.primary, theme.colors.text.maxContrast, theme.isDark ? 0.24 : 0.2);
}

/**
 * Ten colours for series, neighbours apart in hue and in lightness (after Okabe and Ito, "Color Universal Design",
 * 2008, in the theme's own shades). Further series get paler ones; each series also has its rank as a number.
 */
export function seriesColours(theme: GrafanaTheme2, howMany: number): string[] {
  const named = theme.visualization.getColorByName;
  const base = [
    named('semi-dark-blue'),
    named('orange'),
    teal(theme),
    named('light-purple'),
    named('semi-dark-red'),
    named('light-blue'),
    named('semi-dark-yellow'),
    named('dark-purple'),
    named('super-light-orange'),
    named('dark-green'),
  ];
  return repeated(base, howMany, theme);
}

/** Warm colours first for what is suspected of leaking: green stays with what is well, purple with deploys as long as
 * may be. Neighbours differ in hue and in lightness. */
export function suspectColours(theme: GrafanaTheme2, howMany: number): string[] {
  const named = theme.visualization.getColorByName;
  const base = [
    theme.isDark ? named('red') : named('semi-dark-red'),
    named('orange'),
    theme.isDark ? named('blue') : named('semi-dark-blue'),
    theme.isDark ? named('super-light-yellow') : named('yellow'),
    named('semi-dark-purple'),
    named('light-red'),
    named('dark-orange'),
    named('light-blue'),
  ];
  return repeated(base, howMany, theme);
}

/** Each further round is paler. */
function repeated(base: readonly string[], howMany: number, theme: GrafanaTheme2): string[] {
  return Array.from({ length: howMany }, (_, i) => {
    const colour = base[i % base.length]!;
    const round = Math.floor(i / base.length);
    return round === 0 ? colour : mix(colour, theme.colors.background.primary, Math.min(0.3 * round, 0.6));
  });
}
