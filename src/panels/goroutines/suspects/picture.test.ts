import { createTheme } from '@grafana/data';
import { deployMarks, type Mark } from '../../../ui/plot/marks';
import { suspectColours } from '../../../ui/colours';
import { goroutinesFrameFixture, panelData } from '../fixture';
import { rankLooks, suspectGroupLooks } from '../look';
import { nameOf } from '../naming';
import { drawn } from '../stack';
import { byLeakFrame, lookup, minute, send, suspectsFrame } from './fixture';
import { suspectsLayout } from './layout';
import { readSuspects } from './model';
import { sparkPath } from './Sparkline';

describe('reading the frames', () => {
  it('ranks the picture’s series as the rows are, whatever their peaks', () => {
    const { picture } = readSuspects(panelData([byLeakFrame([send, lookup]), suspectsFrame()]))!;
    expect(drawn(picture!, null).map(({ name, rank }) => [name, rank])).toEqual([
      ['other', 0],
      [lookup.function, 1],
      [send.function, 2],
    ]);
    expect(picture!.groups[0]!.stacks).toBe(3);
  });

  it('says what the grey is', () => {
    const titles = (more: Parameters<typeof suspectsFrame>[0]) => {
      const { picture } = readSuspects(panelData([byLeakFrame([]), suspectsFrame(more)]))!;
      return nameOf(picture!.groups[0]!).title;
    };
    expect(titles({ suspects: [] })).toBe('183 stacks that rise and fall with load');
    const unknown = { kind: 'load not known', text: 'The load is not known.' };
    expect(titles({ suspects: [], caveats: [unknown] })).toBe('183 stacks that rise and fall');
    const held = { kind: 'no off-peak yet', text: 'Load rose.' };
    expect(titles({ suspects: [], caveats: [held] })).toBe('183 stacks that do not surely leak');
    expect(titles({ suspects: [], caveats: [{ kind: 'too few scrapes', text: '' }] })).toBe(
      '183 stacks, not judged yet'
    );
  });

  it('colours a leak’s stacks alike in a picture by stack, and leaves the others grey', () => {
    const one = { ...send, members: [{ ...send.members[0]!, stackKey: 'k2' }] };
    const { picture } = readSuspects(panelData([goroutinesFrameFixture(), suspectsFrame({ suspects: [one] })]))!;
    const theme = createTheme();
    const looks = suspectGroupLooks(picture!, rankLooks(suspectColours(theme, 1), theme), theme);
    const colour = (name: string) => looks.get(name)?.colour;
    expect(colour('main.worker')).toBe(suspectColours(theme, 1)[0]);
    expect(colour('example.com/shop/catalog.(*Client).Lookup')).toBe(colour('other'));
    expect(drawn(picture!, null).map(({ rank }) => rank)).toEqual([0, 0, 1]);
  });

  it('prefers the picture by leak', () => {
    const { picture } = readSuspects(panelData([goroutinesFrameFixture(), byLeakFrame(), suspectsFrame()]))!;
    expect(picture).toMatchObject({ meta: { groupBy: 'leak' }, others: 0 });
    const probe = { ...picture!.meta.probe, target: 'http://other:6060' };
    const frames = [goroutinesFrameFixture(), byLeakFrame([send], { probe }), suspectsFrame()];
    expect(readSuspects(panelData(frames))!.picture).toMatchObject({ meta: { groupBy: 'stack' }, others: 1 });
  });

  it('takes either frame without the other', () => {
    expect(readSuspects(panelData([suspectsFrame()]))!.picture).toBeUndefined();
    expect(readSuspects(panelData([byLeakFrame()]))).toBeUndefined();
  });

  it('refuses a version that it does not know, and another target', () => {
    const newer = suspectsFrame({ version: 2 as 1 });
    expect(readSuspects(panelData([byLeakFrame(), newer]))).toBeUndefined();
    const { probe } = suspectsFrame().meta!.custom as { probe: object };
    const elsewhere = suspectsFrame({ probe: { ...probe, target: 'http://other:6060' } as never });
    expect(readSuspects(panelData([byLeakFrame(), elsewhere]))).toBeUndefined();
  });
});

it('gives each of many leaks a colour of its own, in both themes', () => {
  for (const mode of ['dark', 'light'] as const) {
    const colours = suspectColours(createTheme({ colors: { mode } }), 16);
    expect(new Set(colours).size).toBe(16);
  }
});

describe('deploys as marks', () => {
  const theme = createTheme();
  const annotation = (time: number, label: string): Mark => ({
    kind: 'annotation',
    time,
    label,
    text: label,
    colour: '',
  });
  const deploy = { atMs: minute(48), name: 'v1.4.2', seenBy: 'version' };

  it('are drawn as annotations are', () => {
    const [mark] = deployMarks([deploy], [], theme);
    expect(mark).toMatchObject({ kind: 'annotation', time: minute(48), label: 'v1.4.2' });
    expect(mark!.text).toBe('deploy v1.4.2, seen in the data: another version');
  });

  it('are not drawn twice', () => {
    expect(deployMarks([deploy], [annotation(minute(48) + 1000, 'v1.4.2')], theme)).toEqual([]);
    expect(deployMarks([deploy], [annotation(minute(48) + 1001, 'v1.4.2')], theme)).toHaveLength(1);
    expect(deployMarks([deploy], [annotation(minute(48), 'v1.4.1')], theme)).toHaveLength(1);
  });
});

it('breaks a sparkline at nulls and keeps a value that stands alone', () => {
  const trend = { times: [0, 1, 2, 3, 4, 5], values: [1, 2, null, 3, null, 4] };
  const path = sparkPath(
    trend,
    (time) => time * 10,
    (value) => -value
  );
  expect(path).toBe('M0.0 -1.0L10.0 -2.0M30.0 -3.0h0M50.0 -4.0h0');
});

describe('the layout', () => {
  const given = { wanted: 'auto', rows: 3, picture: true, sentence: 34, table: 200, foot: 44 } as const;

  it('puts the table below the picture, beside it where the panel is low', () => {
    expect(suspectsLayout({ ...given, width: 1222, height: 660 })).toMatchObject({ table: 'bottom', columns: 'all' });
    expect(suspectsLayout({ ...given, width: 1360, height: 540 })).toMatchObject({ table: 'bottom', columns: 'all' });
    expect(suspectsLayout({ ...given, width: 1222, height: 330 })).toMatchObject({ table: 'right', columns: 'few' });
  });

  it('keeps to the panel’s height, however long the table', () => {
    for (const height of [330, 500, 900]) {
      for (const table of [80, 300, 4000]) {
        const layout = suspectsLayout({ ...given, wanted: 'bottom', table, width: 900, height });
        const used = 26 + 34 + 8 + layout.plot!.height + 8 + layout.tableSize.height;
        expect(used).toBe(height);
        expect(layout.plot!.height).toBeGreaterThanOrEqual(104);
      }
    }
  });

  it('has fewer columns where it is narrower', () => {
    const columns = [1222, 820, 560, 380].map((width) => suspectsLayout({ ...given, width, height: 660 }).columns);
    expect(columns).toEqual(['all', 'some', 'few', 'two']);
  });

  it('leaves a few words and the picture in a very small panel', () => {
    expect(suspectsLayout({ ...given, width: 234, height: 72 })).toMatchObject({
      chips: false,
      sentence: 'line',
      table: 'none',
      foot: 'none',
      lean: true,
    });
  });

  it('gives the picture what the foot leaves where nothing leaks', () => {
    const layout = suspectsLayout({ ...given, rows: 0, width: 1222, height: 460 });
    expect(layout).toMatchObject({ table: 'none', foot: 'own', footHeight: 44 });
    expect(layout.plot!.height).toBe(460 - 26 - 34 - 8 - 44);
  });
});
