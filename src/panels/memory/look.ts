import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { MemoryFieldName } from '../../frames/contract';
import { mix, teal } from '../../ui/colours';
import type { HatchLook } from '../../ui/plot/hatch';

export interface MemoryLook {
  colour: Record<MemoryFieldName, string>;
  residual: HatchLook;
  /** Over bands that Go counts and the kernel does not. */
  deficit: HatchLook;
  limit: string;
  ground: string;
}

/** Blue is what the program uses, green-blue is idle, violet stacks, grey runtime; orange hatching is inferred. */
export function memoryLook(theme: GrafanaTheme2): MemoryLook {
  const named = theme.visualization.getColorByName;
  const ground = theme.colors.background.primary;
  const orange = theme.isDark ? named('orange') : named('semi-dark-orange');
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
      released: theme.colors.text.secondary,
    },
    residual: { line: colorManipulator.alpha(orange, 0.85), ground: colorManipulator.alpha(orange, 0.14), lean: '/' },
    deficit: { line: colorManipulator.alpha(ground, 0.75), ground: colorManipulator.alpha(ground, 0.35), lean: '\\' },
    limit: theme.isDark ? named('light-red') : named('semi-dark-red'),
    ground,
  };
}
