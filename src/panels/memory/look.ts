import { colorManipulator, FieldColorModeId, type GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { createContext, useContext } from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { mix, teal } from '../../ui/colours';
import type { HatchLook } from '../../ui/plot/hatch';
import type { MemoryModel } from './frame';

export interface MemoryLook {
  colour: Record<MemoryFieldName, string>;
  residual: HatchLook;
  /** The part of the residual that is known to be MADV_FREE's. */
  lazyFree: HatchLook;
  /** Over bands that Go counts and the kernel does not. */
  deficit: HatchLook;
  limit: string;
  ground: string;
}

/** Colours that a person chose, by field. */
export type OwnColours = Partial<MemoryLook['colour']>;

/** Single colours of the field config; any other colour scheme leaves our own, which mean something. */
export function ownColours({ frame }: MemoryModel, theme: GrafanaTheme2): OwnColours {
  const own: Record<string, string> = {};
  for (const { name, config } of frame.fields) {
    if (config.color?.mode === FieldColorModeId.Fixed && config.color.fixedColor) {
      own[name] = theme.visualization.getColorByName(config.color.fixedColor);
    }
  }
  return own;
}

/** Blue is what the program uses, green-blue is idle, violet stacks, grey runtime; orange hatching is inferred. */
export function memoryLook(theme: GrafanaTheme2, own: OwnColours = {}): MemoryLook {
  const named = theme.visualization.getColorByName;
  const ground = theme.colors.background.primary;
  const orange = own.residual ?? (theme.isDark ? named('orange') : named('semi-dark-orange'));
  const lazyFree = own.LazyFree ?? orange;
  return {
    colour: {
      live: theme.isDark ? named('semi-dark-blue') : named('blue'),
      fragmentation: mix(named('light-blue'), named('blue'), theme.isDark ? 0 : 0.1),
      idle: teal(theme),
      stacks: named('purple'),
      runtime: mix(ground, theme.colors.text.maxContrast, theme.isDark ? 0.5 : 0.42),
      goResident: theme.colors.text.primary,
      RSS: theme.colors.text.maxContrast,
      residual: orange,
      RssFile: mix(ground, named(theme.isDark ? 'yellow' : 'semi-dark-yellow'), theme.isDark ? 0.55 : 0.75),
      LazyFree: lazyFree,
      released: theme.colors.text.secondary,
      MaxRSS: theme.colors.text.maxContrast,
      NumGC: theme.colors.text.maxContrast,
      ...own,
    },
    residual: { line: colorManipulator.alpha(orange, 0.85), ground: colorManipulator.alpha(orange, 0.14), lean: '/' },
    lazyFree: {
      line: colorManipulator.alpha(lazyFree, 0.85),
      ground: colorManipulator.alpha(lazyFree, 0.22),
      lean: '/',
      dense: true,
    },
    deficit: { line: colorManipulator.alpha(ground, 0.75), ground: colorManipulator.alpha(ground, 0.35), lean: '\\' },
    limit: theme.isDark ? named('light-red') : named('semi-dark-red'),
    ground,
  };
}

const LookContext = createContext<MemoryLook | null>(null);

/** The look with the field config's colours, for all that stands beside the plot. */
export const LookProvider = LookContext.Provider;

export function useMemoryLook(): MemoryLook {
  const theme = useTheme2();
  return useContext(LookContext) ?? memoryLook(theme);
}
