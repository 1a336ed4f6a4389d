import { createTheme } from '@grafana/data';
import { parseBytes } from '../../ui/bytes';
import { ceilingOf } from './ceiling';
import { memoryModelFixture as modelOf } from './fixture';
import { memoryLayout } from './layout';
import { headline, inWords, momentRows, shareOf, topDown } from './moment';
import { segments } from './waterfall/segments';
import { highest, plotColumns, plotSeries } from './stack';
import { memoryData, memoryFigure } from './view';

const theme = createTheme();
const MIB = 1024 * 1024;
const mib = (values: Array<number | null | undefined>) => values.map((value) => (value == null ? null : value / MIB));
const all = { hidden: new Set<never>(), showReleased: true, lean: false };

describe('stacking', () => {
  it('adds bands up to Go’s estimate, to the byte, and leaves gaps empty', () => {
    const model = modelOf();
    const series = plotSeries(model, all);
    const columns = plotColumns(model, series);
    const top = columns[series.findIndex((one) => one.kind === 'band' && one.name === 'runtime')];
    expect(top).toEqual(model.columns.goResident);
    expect(mib(columns[0]!)).toEqual([40, 50, null, 60]);
  });

  it('draws areas first and lines last', () => {
    const kinds = plotSeries(modelOf(), all).map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(5).fill('band'), 'deficit', 'residual', 'sys', 'goResident', 'RSS']);
  });

  it('outlines HeapReleased from the estimate up to Sys', () => {
    const model = modelOf();
    const series = plotSeries(model, all);
    expect(mib(plotColumns(model, series)[series.findIndex(({ kind }) => kind === 'sys')]!)).toEqual([
      80,
      90,
      null,
      490,
    ]);
  });

  it('lets the others settle when a band is taken out, while lines keep their height', () => {
    const model = modelOf();
    const series = plotSeries(model, { ...all, hidden: new Set(['live', 'idle'] as const) });
    const columns = plotColumns(model, series);
    expect(mib(columns[2]!)).toEqual([20, 20, null, 20]);
    expect(columns[series.findIndex(({ kind }) => kind === 'goResident')]).toBe(model.columns.goResident);
  });

  it('has no residual without RSS, and only lines when very small', () => {
    expect(plotSeries(modelOf(['RSS', 'residual']), all).map(({ kind }) => kind)).toEqual([
      ...Array(5).fill('band'),
      'sys',
      'goResident',
    ]);
    expect(plotSeries(modelOf(), { ...all, lean: true }).map(({ kind }) => kind)).toEqual([
      'deficit',
      'residual',
      'goResident',
      'RSS',
    ]);
  });

  it('looks for the highest point within the window only', () => {
    const model = modelOf();
    const columns = plotColumns(model, plotSeries(model, all));
    expect(highest(model.times, columns, 0, 2500) / MIB).toBe(100);
    expect(highest(model.times, columns, 0, 5000) / MIB).toBe(490);
  });
});

describe('the axis and the ceiling', () => {
  const data = (limit: string) => {
    const model = modelOf();
    const series = plotSeries(model, all);
    const range = { from: 0, to: 2500 };
    const ceiling = ceilingOf(parseBytes(limit), undefined);
    return memoryData({ model, series, range, plotHeight: 300, limit: ceiling, marks: [], theme }).view;
  };

  it('makes room for a ceiling that is near', () => {
    const view = data('150MiB');
    expect(view.limit?.inside).toBe(true);
    expect(view.y.top).toBeGreaterThan(150 * MIB);
  });

  it('names a ceiling that is far away without pressing the picture flat', () => {
    const view = data('8GiB');
    expect(view.limit?.inside).toBe(false);
    expect(view.y.top).toBeLessThan(150 * MIB);
  });

  it('marks the row behind the gap as one that no line reaches', () => {
    expect(data('').isolated).toEqual([3]);
  });
});

describe('one moment', () => {
  const model = modelOf();
  const figure = memoryFigure(model, theme);

  it('has every field with its value and its change since the window’s start', () => {
    const rows = momentRows(model, 3);
    expect(rows.map(({ name, value, delta }) => [name, value! / MIB, delta! / MIB])).toContainEqual(['RSS', 120, 20]);
    expect(
      shareOf(
        rows.find(({ name }) => name === 'residual')!,
        rows
      )
    ).toBe('25\u202f%');
  });

  it('says nothing of a gap', () => {
    expect(momentRows(model, 2).every(({ value, delta }) => value === null && delta === null)).toBe(true);
    expect(headline(momentRows(model, 2))).toEqual([]);
  });

  it('reads from the top of the picture down', () => {
    expect(topDown(momentRows(model, 0)).map(({ name }) => name)).toEqual([
      'released',
      'RSS',
      'residual',
      'goResident',
      'runtime',
      'stacks',
      'idle',
      'fragmentation',
      'live',
    ]);
  });

  it('says the picture in words', () => {
    expect(inWords(momentRows(model, 3), figure, '14:00')).toBe(
      'RSS 120 MiB, Go’s estimate 90 MiB, Residual 30 MiB, Live heap 60 MiB at 14:00'
    );
  });

  it('puts the residual between the estimate and RSS, whichever is higher', () => {
    const part = (row: number) => segments(momentRows(model, row), new Set()).find(({ name }) => name === 'residual')!;
    expect([part(0).from / MIB, part(0).to / MIB]).toEqual([80, 100]);
    expect([part(1).from / MIB, part(1).to / MIB]).toEqual([70, 80]);
  });
});

describe('layout', () => {
  it('shows the column where it fits, a legend below when narrow, one line when very small', () => {
    expect(memoryLayout(1222, 330, 'auto', 9)).toMatchObject({ header: 'chips', legend: 'right', lean: false });
    expect(memoryLayout(584, 250, 'auto', 9)).toMatchObject({ header: 'chips', legend: 'bottom', lean: false });
    expect(memoryLayout(384, 152, 'auto', 9)).toMatchObject({ header: 'line', legend: 'none', lean: false });
    expect(memoryLayout(234, 72, 'auto', 9)).toMatchObject({ header: 'line', legend: 'none', lean: true });
  });

  it('never spends more height than there is', () => {
    for (const [width, height] of [
      [1222, 330],
      [584, 250],
      [384, 152],
      [300, 500],
    ] as const) {
      const { plot, legendSize, legend } = memoryLayout(width, height, 'auto', 9);
      expect(plot.height + (legend === 'bottom' ? legendSize.height : 0)).toBeLessThanOrEqual(height);
      expect(plot.width + (legend === 'right' ? legendSize.width : 0)).toBeLessThanOrEqual(width);
    }
  });
});
