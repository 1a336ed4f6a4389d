import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Fonts and icons that pages of Grafana ask for below `/public/`. The package @grafana/ui has most icons but not all,
 * and no fonts; Inter and Roboto Mono come from their own packages.
 */
const FONTS: ReadonlyArray<[asked: RegExp, file: string]> = [
  [/inter\/Inter-Regular\.woff2$/, '@fontsource/inter/files/inter-latin-400-normal.woff2'],
  [/inter\/Inter-Medium\.woff2$/, '@fontsource/inter/files/inter-latin-500-normal.woff2'],
  [/inter\/Inter-Italic\.woff2$/, '@fontsource/inter/files/inter-latin-400-italic.woff2'],
  [/inter\/Inter-MediumItalic\.woff2$/, '@fontsource/inter/files/inter-latin-500-italic.woff2'],
  [/roboto\/.*\.woff2$/, '@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2'],
];

export interface GrafanaAsset {
  type: string;
  content: Buffer | string;
}

export function grafanaAsset(nodeModules: string, pathname: string): GrafanaAsset | undefined {
  const font = pathname.startsWith('/public/fonts/') ? FONTS.find(([asked]) => asked.test(pathname)) : undefined;
  if (font) {
    return { type: 'font/woff2', content: readFileSync(path.join(nodeModules, font[1])) };
  }
  const icon = /^\/public\/(?:build\/)?img\/icons\/([\w-]+)\/([\w-]+)\.svg$/.exec(pathname);
  if (!icon) {
    return undefined;
  }
  const [, set = '', name = ''] = icon;
  const file = (wanted: string) => path.join(nodeModules, '@grafana/ui/dist/public/img/icons', set, `${wanted}.svg`);
  if (existsSync(file(name))) {
    return { type: 'image/svg+xml', content: readFileSync(file(name)) };
  }
  const twin = name.replace('left', 'right');
  const content =
    twin !== name && existsSync(file(twin)) ? mirrored(readFileSync(file(twin), 'utf8')) : (DRAWN[name] ?? DOT);
  return { type: 'image/svg+xml', content };
}

/** The arrow to the right, seen in a mirror. */
function mirrored(svg: string): string {
  return svg.replace(/<svg([^>]*)>/, '<svg$1><g transform="matrix(-1 0 0 1 24 0)">').replace('</svg>', '</g></svg>');
}

/** Our own, for what the package lacks; any other name gives a dot, so that a button keeps its place. */
const DOT = icon('<circle cx="12" cy="12" r="4"/>');
const DRAWN: Readonly<Record<string, string>> = {
  'circle-mono': icon('<circle cx="12" cy="12" r="9"/>'),
  spinner: icon(
    '<path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" d="M12 3a9 9 0 1 1-9 9"/>'
  ),
};

function icon(shape: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="currentColor">${shape}</svg>`;
}
