import { createTheme } from '@grafana/data';
import { goroutinesModelFixture } from './fixture';
import { totalAt } from './frame';
import { shortFile, shortName } from '../../frames/goName';
import { goroutinesLayout } from './layout';
import { groupLooks } from './look';
import { nameOf } from './naming';
import { drawn, groupAt, momentOf, stacked } from './stack';

const model = goroutinesModelFixture();

it.each([
  ['net/http.(*conn).serve', 'http.(*conn).serve'],
  ['example.com/shop/catalog.(*Client).Lookup', 'catalog.(*Client).Lookup'],
  ['main.main.func1', 'main.main.func1'],
  ['runtime.gopark', 'runtime.gopark'],
  ['github.com/jackc/pgx/v5.(*Conn).Query', 'pgx/v5.(*Conn).Query'],
  ['gopkg.in/yaml%2ev3.Unmarshal', 'yaml.v3.Unmarshal'],
  ['example.com/a/cache.(*LRU[go.shape.string,example.com/b/item.T]).Get', 'cache.(*LRU[go.shape.string,item.T]).Get'],
  ['example.com/a/x.F[...]', 'x.F[...]'],
  ['', ''],
])('cuts the package path of %s from the left', (whole, short) => {
  expect(shortName(whole)).toBe(short);
});

it('cuts files to their name and line', () => {
  expect(shortFile('/home/ci/shop/client.go', 118)).toBe('client.go:118');
  expect(shortFile('C:\\shop\\client.go', 0)).toBe('client.go');
});

describe('names', () => {
  it('names a stack by its first user frame, with what it waits for and in which function', () => {
    expect(nameOf(model.groups[0]!)).toEqual({
      function: 'example.com/shop/catalog.(*Client).Lookup',
      title: 'catalog.(*Client).Lookup',
      isCode: true,
      subtitle: 'I/O wait · in net.(*conn).Read',
    });
  });

  it('gives file and line where the user frame is the leaf', () => {
    expect(nameOf(model.groups[1]!).subtitle).toBe('chan receive · main.go:41');
  });

  it('names the rest in words', () => {
    expect(nameOf(model.groups[2]!)).toMatchObject({ title: '185 others', isCode: false });
    const empty = { ...model.groups[0]!, name: '(empty stack)', series: { role: 'stack' as const, frames: [] } };
    expect(nameOf(empty)).toMatchObject({ title: '(empty stack)', subtitle: 'just starting or ending', isCode: false });
  });
});

describe('stacking', () => {
  const groups = drawn(model, null);

  it('puts the rest at the bottom, then the biggest', () => {
    expect(groups.map(({ rank }) => rank)).toEqual([0, 1, 2]);
  });

  it('adds up to the total; a stack that was not found counts nothing, a gap stays empty', () => {
    const top = stacked(groups)[2];
    expect(top).toEqual([510, 505, null, 2340]);
    expect([0, 2, 3].map((row) => totalAt(model, row))).toEqual([510, null, 2340]);
  });

  it('finds the area under the pointer', () => {
    const columns = stacked(groups);
    const at = (y: number) => groupAt(columns, 3, y, 'area', 0);
    expect([at(10), at(1000), at(2299), at(2300), at(2340)]).toEqual([0, 1, 1, 2, -1]);
    expect(groupAt(columns, 2, 10, 'area', 0)).toBe(-1);
  });

  it('finds the nearest line within reach', () => {
    const columns = groups.map(({ values }) => values);
    expect(groupAt(columns, 3, 1290, 'lines', 50)).toBe(1);
    expect(groupAt(columns, 3, 500, 'lines', 50)).toBe(-1);
  });

  it('draws one alone, and all again when that one is gone', () => {
    expect(drawn(model, 'main.worker').map(({ name }) => name)).toEqual(['main.worker']);
    expect(drawn(model, 'vanished')).toHaveLength(3);
  });

  it('counts a stack that appeared late from nothing', () => {
    expect(momentOf(model.groups[1]!, 3, model.first)).toEqual({ value: 40, change: 40 });
    expect(momentOf(model.groups[0]!, 2, model.first)).toEqual({ value: null, change: null });
  });
});

it('gives every ranked series a colour of its own and the rest grey', () => {
  for (const mode of ['dark', 'light'] as const) {
    const theme = createTheme({ colors: { mode } });
    const colours = [...groupLooks(model, theme).values()].map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(3);
    const [r, g, b] = (/(\d+), (\d+), (\d+)/.exec(colours[2]!) ?? []).slice(1).map(Number);
    expect(Math.max(r!, g!, b!) - Math.min(r!, g!, b!)).toBeLessThan(12);
  }
});

it('puts the table beside a low panel, below a high one, and leaves it out of a small one', () => {
  expect(goroutinesLayout(1222, 330, 'auto', 9).legend).toBe('right');
  expect(goroutinesLayout(1222, 700, 'auto', 9).legend).toBe('bottom');
  expect(goroutinesLayout(584, 250, 'auto', 9)).toMatchObject({ legend: 'bottom', rowHeight: 24 });
  expect(goroutinesLayout(384, 152, 'auto', 9)).toMatchObject({ legend: 'none', header: 'line' });
  expect(goroutinesLayout(234, 72, 'auto', 9).lean).toBe(true);
});
