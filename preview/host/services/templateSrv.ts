import type { ScopedVars, TimeRange, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv, VariableInterpolation } from '@grafana/runtime';
import { sceneGraph, type CustomVariableValue, type SceneObject } from '@grafana/scenes';

type Format = Parameters<typeof sceneGraph.interpolate>[3];

/** Variables live in the scene: the object that a request names, else the dashboard that is open. */
export class PreviewTemplateSrv implements TemplateSrv {
  getVariables(): TypedVariableModel[] {
    return [];
  }

  replace(
    target = '',
    scopedVars?: ScopedVars,
    format?: string | Function,
    interpolations?: VariableInterpolation[]
  ): string {
    const scene = sceneOf(scopedVars);

    return scene
      ? sceneGraph.interpolate(scene, target, scopedVars, format as Format, interpolations)
      : fromScopedVars(target, scopedVars);
  }

  containsTemplate(target = ''): boolean {
    return /\$\w+|\$\{[^}]+\}|\[\[[^\]]+\]\]/.test(target);
  }

  updateTimeRange(_: TimeRange): void {
    // The scene has its own.
  }
}

function sceneOf(scopedVars: ScopedVars | undefined): SceneObject | undefined {
  const named: unknown = scopedVars?.__sceneObject?.value?.valueOf();
  if (isSceneObject(named)) {
    return named;
  }
  const open: unknown = Reflect.get(window, '__grafanaSceneContext');
  return isSceneObject(open) && open.isActive ? open : undefined;
}

function isSceneObject(value: unknown): value is SceneObject {
  return typeof value === 'object' && value !== null && 'isActive' in value && 'state' in value;
}

function fromScopedVars(target: string, scopedVars: ScopedVars | undefined): string {
  return target.replace(/\$(\w+)|\$\{(\w+)(?::\w+)?\}/g, (match, bare?: string, braced?: string) => {
    const value: CustomVariableValue | string | undefined = scopedVars?.[bare ?? braced ?? '']?.value;
    return value === undefined ? match : String(value);
  });
}
