import { createTheme, getPanelDataSummary, ThresholdsMode, type DataFrame, type FieldConfig } from '@grafana/data';
import { parseBytes } from '../../ui/bytes';
import { ceilingOf } from './ceiling';
import { collectionMarks, cyclesAt } from './collections';
import { memoryFrameFixture, memoryModelFixture as modelOf, PARTS_FIXTURE } from './fixture';
import { memoryLayout, verdictForm, type VerdictForm } from './layout';
import { memoryLook, ownColours } from './look';
import { headline, inWords, momentRows, shareOf, topDown } from './moment';
import { segments } from './waterfall/segments';
import { stepsOf } from './waterfall/steps';
import { asShares } from './share';
import { BANDS, highest, plotColumns, plotSeries } from './stack';
import { suggestMemory } from './suggestions';
import { thresholdLines } from './thresholds';
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

describe('parts of the residual', () => {
  const model = modelOf([], PARTS_FIXTURE);
  const series = plotSeries(model, all);
  const columns = plotColumns(model, series);
  const of = (kind: string, name?: string) =>
    mib(
      columns[
        series.findIndex((one) => one.kind === kind && (name === undefined || ('name' in one && one.name === name)))
      ]!
    );

  it('lie on Go’s estimate, file pages below', () => {
    expect(of('floor')).toEqual([80, 80, null, 90]);
    expect(of('part', 'RssFile')).toEqual([null, 84, null, 96]);
    expect(of('part', 'LazyFree')).toEqual([null, 94, null, null]);
  });

  it('leave the rest to the hatching: up to RSS from what is known at that moment', () => {
    expect(of('deficit')).toEqual([80, 94, null, 96]);
    expect(of('residual')).toEqual([100, 70, null, 120]);
  });

  it('leave the bands as they are, which add up to Go’s estimate to the byte', () => {
    const { columns: told } = model;
    told.goResident!.forEach((sum, row) => {
      const parts = BANDS.map((name) => told[name]![row]!);
      expect(sum).toBe(sum === null ? null : parts.reduce((a, b) => a + b));
    });
    expect(columns[series.findIndex((one) => one.kind === 'band' && one.name === 'runtime')]).toEqual(told.goResident);
  });
});

describe('shares of RSS', () => {
  it('are of each moment’s RSS, and beyond 100 where Go counts more than the kernel', () => {
    const { columns } = asShares(modelOf());
    expect(columns.RSS).toEqual([100, 100, null, 100]);
    expect(columns.goResident!.map((share) => share && Math.round(share))).toEqual([80, 114, null, 75]);
    expect(columns.residual!.map((share) => share && Math.round(share))).toEqual([20, -14, null, 25]);
  });

  it('leave out what is not in RSS', () => {
    expect(asShares(modelOf([], { MaxRSS: [1, 1, 1, 1] })).columns).not.toHaveProperty('released');
    expect(asShares(modelOf([], { MaxRSS: [1, 1, 1, 1] })).columns).not.toHaveProperty('MaxRSS');
  });
});

describe('the waterfall', () => {
  const at = (row: number, more = {}) =>
    stepsOf(momentRows(modelOf([], more), row)).map(({ name, from, to }) => [name, from / MIB, to / MIB]);

  it('goes from HeapAlloc to RSS without a gap', () => {
    expect(at(3)).toEqual([
      ['live', 0, 60],
      ['fragmentation', 60, 65],
      ['idle', 65, 75],
      ['stacks', 75, 80],
      ['runtime', 80, 90],
      ['goResident', 0, 90],
      ['residual', 90, 120],
      ['RSS', 0, 120],
      ['released', 90, 490],
    ]);
  });

  it('goes back where RSS is below what is known', () => {
    expect(at(1, PARTS_FIXTURE).slice(5, 9)).toEqual([
      ['goResident', 0, 80],
      ['RssFile', 80, 84],
      ['LazyFree', 84, 94],
      ['residual', 94, 70],
    ]);
  });

  it('says of the residual what is left of it', () => {
    const rest = stepsOf(momentRows(modelOf([], PARTS_FIXTURE), 1)).find(({ name }) => name === 'residual')!;
    expect([rest.title, rest.formula, rest.value! / MIB]).toEqual([
      'Rest of the residual',
      'residual − RssFile − LazyFree',
      -24,
    ]);
  });

  it('says nothing of a gap', () => {
    expect(at(2)).toEqual([]);
  });
});

describe('GC cycles', () => {
  const model = modelOf([], { NumGC: [4, 6, null, 1] });

  it('are counted from scrape to scrape; a gap or a restart in between tells nothing', () => {
    expect([0, 1, 2, 3].map((row) => cyclesAt(model, row))).toEqual([null, 2, null, null]);
    expect(cyclesAt(modelOf([], { NumGC: [9, 1, 1, 1] }), 1)).toBeNull();
  });

  it('are marked while the ticks are 8 pixels apart', () => {
    const busy = modelOf([], { NumGC: [1, 2, 3, 4] });
    const range = { from: 0, to: 10_000 };
    // Ticks at 2, 3 and 4 s: a tenth of the width apart.
    expect(collectionMarks(busy, range, 80, 'auto')).toEqual([2000, 3000, 4000]);
    expect(collectionMarks(busy, range, 79, 'auto')).toEqual([]);
    expect(collectionMarks(busy, range, 79, 'always')).toEqual([2000, 3000, 4000]);
    expect(collectionMarks(busy, range, 800, 'never')).toEqual([]);
    expect(collectionMarks(busy, { from: 2500, to: 3500 }, 800, 'auto')).toEqual([3000]);
  });
});

describe('field config', () => {
  const field = (config: FieldConfig) => ({ ...modelOf().field, config });
  const steps = [
    { value: -Infinity, color: 'transparent' },
    { value: 80, color: 'red' },
  ];

  it('draws the thresholds that were set, in per cent of the ceiling', () => {
    const colour = theme.visualization.getColorByName('red');
    const absolute = field({ thresholds: { mode: ThresholdsMode.Absolute, steps } });
    expect(thresholdLines(absolute, undefined, theme)).toEqual([{ value: 80, colour }]);
    const percent = field({ thresholds: { mode: ThresholdsMode.Percentage, steps } });
    expect(thresholdLines(percent, 500, theme)).toEqual([{ value: 400, colour }]);
    expect(thresholdLines(percent, undefined, theme)).toEqual([]);
    expect(thresholdLines(field({}), 500, theme)).toEqual([]);
  });

  it('takes a single colour, and keeps its own for any other scheme', () => {
    const model = modelOf();
    const live = model.frame.fields.find(({ name }) => name === 'live')!;
    live.config = { color: { mode: 'fixed', fixedColor: '#123456' } };
    model.frame.fields.find(({ name }) => name === 'idle')!.config = { color: { mode: 'palette-classic' } };
    const own = ownColours(model, theme);
    expect(own).toEqual({ live: '#123456' });
    expect(memoryLook(theme, own).colour).toEqual({ ...memoryLook(theme).colour, live: '#123456' });
  });
});

describe('suggestions', () => {
  const named = (series: DataFrame[]) =>
    suggestMemory(getPanelDataSummary(series))?.map(({ name, score }) => [name, score]);

  it('come first for memory bands, and not at all for others', () => {
    expect(named([memoryFrameFixture()])).toEqual([['RSS against heap', 100]]);
    expect(named([memoryFrameFixture([], { view: 'fields' })])).toEqual([]);
    expect(named([])).toEqual([]);
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

  it('counts what RSS uses of it, not the dashed outline of Sys', () => {
    // RSS reaches 100 MiB within the window: 40 % of 250.
    expect(data('250MiB').limit?.inside).toBe(true);
    expect(data('251MiB').limit?.inside).toBe(false);
  });

  it('calls it by what is known of it', () => {
    expect(data('150MiB').limit?.text).toBe('limit 150\u202fMiB');
    expect(ceilingOf(undefined, { bytes: 5, from: 'GOMEMLIMIT' })).toMatchObject({ bytes: 5, name: 'GOMEMLIMIT' });
    expect(ceilingOf(undefined, { bytes: 5, from: 'settings' })).toMatchObject({ bytes: 5, name: 'limit' });
    expect(ceilingOf(7, { bytes: 5, from: 'GOMEMLIMIT' })).toMatchObject({ bytes: 7, name: 'limit' });
    expect(ceilingOf(undefined, null)).toBeUndefined();
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

  it('gives the sentence its room: in place of the chips where there is less of it, then of the figures', () => {
    const verdict = (form: VerdictForm, findings = 0) => ({ form, height: 50, findings });
    expect(verdictForm(1222, 330)).toBe('banner');
    expect(verdictForm(584, 250)).toBe('compact');
    expect(verdictForm(234, 72)).toBe('line');
    expect(memoryLayout(1222, 330, 'auto', 11, verdict('banner'))).toMatchObject({ header: 'chips', legend: 'right' });
    expect(memoryLayout(584, 250, 'auto', 9, verdict('compact'))).toMatchObject({ header: 'none', legend: 'bottom' });
    expect(memoryLayout(384, 152, 'auto', 9, verdict('line'))).toMatchObject({ header: 'line', legend: 'none' });
    expect(memoryLayout(234, 72, 'auto', 9, verdict('line'))).toMatchObject({ header: 'none', lean: true });
  });

  it('gives unfolded findings half of the room, or all of it where the picture would be too small', () => {
    const at = (height: number, findings: number) =>
      memoryLayout(1222, height, 'auto', 9, { form: 'banner', height: 50, findings });
    // 600 - 26 - 4 - 58 = 512.
    expect(at(600, 1000)).toMatchObject({ findingsHeight: 281, picture: { height: 231 } });
    expect(at(600, 100)).toMatchObject({ findingsHeight: 108, picture: { height: 404 } });
    expect(at(300, 1000)).toMatchObject({ findingsHeight: 212, picture: { height: 0 } });
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
