import './boot';
import {
  applyFieldOverrides,
  createTheme,
  dateTime,
  EventBusSrv,
  LoadingState,
  FieldType,
  ThemeContext,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  type Field,
  type PanelProps,
} from '@grafana/data';
import { GlobalStyles, PanelChrome, PanelContextProvider, PortalContainer } from '@grafana/ui';
import React, { useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GoroutinesPanel } from '../../src/panels/goroutines/GoroutinesPanel';
import { GOROUTINES_DEFAULTS } from '../../src/panels/goroutines/options';
import { MemoryPanel } from '../../src/panels/memory/MemoryPanel';
import { MEMORY_DEFAULTS } from '../../src/panels/memory/options';
import { goroutineScenes } from './goroutineScenes';
import { memoryScenes } from './memoryScenes';
import { END, type Scene } from './scene';

/** `?panel=memory&scene=burst&width=1240&height=380&theme=dark` draws one panel as a dashboard would. */
const asked = new URLSearchParams(location.search);
const theme = createTheme({ colors: { mode: asked.get('theme') === 'light' ? 'light' : 'dark' } });
interface Kind {
  Panel: React.ComponentType<PanelProps<never>>;
  scenes: Scene[];
  defaults: object;
}

const kinds: Record<string, Kind> = {
  memory: { Panel: MemoryPanel as unknown as Kind['Panel'], scenes: memoryScenes, defaults: MEMORY_DEFAULTS },
  goroutines: {
    Panel: GoroutinesPanel as unknown as Kind['Panel'],
    scenes: goroutineScenes,
    defaults: GOROUTINES_DEFAULTS,
  },
};

standardEditorsRegistry.setInit(() => []);
standardFieldConfigEditorRegistry.setInit(() => []);

const eventBus = new EventBusSrv();

/** The same field, a little later: its newest figure moves. */
function moved(field: Field, round: number): Field {
  const values = [...field.values];
  const last = values.length - 1;
  if (field.type === FieldType.number && round > 0 && typeof values[last] === 'number') {
    values[last] *= 1 + (round % 7) / 100;
  }
  return { ...field, values };
}

function Shown({
  Panel,
  scene,
  defaults,
  width,
  height,
}: {
  Panel: React.ComponentType<PanelProps<never>>;
  scene: Scene;
  defaults: object;
  width: number;
  height: number;
}) {
  const [range, setRange] = useState({ from: END - (scene.minutes ?? 120) * 60_000, to: END });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const every = Number(asked.get('stream'));
    const timer = every > 0 ? setInterval(() => setRound((before) => before + 1), every) : undefined;
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const pan = (share: number, zoom: number) =>
      setRange(({ from, to }) => {
        const shift = share * (to - from);
        return { from: to - zoom * (to - from) + shift, to: to + shift };
      });
    Object.assign(window, { pan });
  }, []);
  const series = useMemo(
    () =>
      applyFieldOverrides({
        data: scene.series.map((frame) => ({ ...frame, fields: frame.fields.map((field) => moved(field, round)) })),
        fieldConfig: { defaults: {}, overrides: [] },
        replaceVariables: (text) => text,
        theme,
        timeZone: 'utc',
      }),
    [scene.series, round]
  );
  const timeRange = useMemo(
    () => ({ from: dateTime(range.from), to: dateTime(range.to), raw: { from: 'now-2h', to: 'now' } }),
    [range]
  );
  const props = {
    id: 1,
    title: scene.title,
    transparent: false,
    data: {
      state: scene.state ?? LoadingState.Done,
      series,
      annotations: scene.annotations ?? [],
      timeRange,
      errors: scene.error ? [{ message: scene.error }] : undefined,
    },
    timeRange,
    timeZone: 'utc',
    options: { ...defaults, ...scene.options, ...JSON.parse(asked.get('options') ?? '{}') },
    fieldConfig: { defaults: {}, overrides: [] },
    renderCounter: 0,
    onOptionsChange: () => undefined,
    onFieldConfigChange: () => undefined,
    onChangeTimeRange: ({ from, to }: { from: number; to: number }) => {
      setRange({ from, to });
      Object.assign(window, { zoomed: { from, to } });
    },
    replaceVariables: (text: string) =>
      text.replace(/\$\{(\w+):raw\}/g, (whole, name: string) => scene.variables?.[name] ?? whole),
    eventBus,
  };
  return (
    <PanelChrome title={scene.title} width={width} height={height} padding="md">
      {(innerWidth, innerHeight) => (
        <Panel {...(props as unknown as PanelProps<never>)} width={innerWidth} height={innerHeight} />
      )}
    </PanelChrome>
  );
}

function Gallery() {
  const kind = kinds[asked.get('panel') ?? 'memory']!;
  const scenes = asked.get('scene') ? kind.scenes.filter(({ id }) => id === asked.get('scene')) : kind.scenes;
  const [width, height] = [Number(asked.get('width') ?? 1240), Number(asked.get('height') ?? 380)];
  const context = { eventsScope: 'gallery', eventBus, sync: () => 1 };
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PanelContextProvider value={context}>
        <div id="gallery" style={{ display: 'flex', flexWrap: 'wrap', gap: 12, padding: 12, width: 1270 }}>
          {scenes.map((scene) => (
            <div key={scene.id} data-scene={scene.id}>
              <Shown Panel={kind.Panel} scene={scene} defaults={kind.defaults} width={width} height={height} />
            </div>
          ))}
        </div>
        <PortalContainer />
      </PanelContextProvider>
    </ThemeContext.Provider>
  );
}

document.body.style.background = theme.colors.background.canvas;
createRoot(document.getElementById('root')!).render(<Gallery />);
