import { createTheme, FieldType } from '@grafana/data';
import { HoverStore, type Hover } from './hover';
import { annotationMarks, placeFlags, restartMarks, type Mark } from './marks';
import { baseOf, yAxis } from './ticks';
import { isolatedRows, rowAt } from './view';

const theme = createTheme();
const MIB = 1024 * 1024;

describe('y axis', () => {
  it('ticks bytes on round numbers of their unit', () => {
    expect(yAxis(468 * MIB, 6, 1024).ticks.map((tick) => tick / MIB)).toEqual([0, 100, 200, 300, 400, 500]);
    expect(yAxis(1.3 * 1024 * MIB, 6, 1024).ticks.map((tick) => tick / MIB)).toEqual([0, 256, 512, 768, 1024, 1280]);
  });

  it('ticks counts on whole numbers and leaves room above', () => {
    const axis = yAxis(4, 6, 1000);
    expect(axis.ticks.every(Number.isInteger)).toBe(true);
    expect(axis.top).toBeGreaterThan(4);
  });

  it('does not move when a figure wobbles', () => {
    expect(yAxis(468 * MIB, 6, 1024).top).toBe(yAxis(470 * MIB, 6, 1024).top);
  });

  it('stands without any value', () => {
    expect(yAxis(0, 6, 1024)).toEqual({ top: 1, ticks: [0] });
  });

  it('knows which units count in 1024s', () => {
    expect(['bytes', 'kbytes', 'decbytes', 'short', undefined].map(baseOf)).toEqual([1024, 1024, 1000, 1000, 1000]);
  });
});

it('finds rows that no line reaches', () => {
  const told = [true, false, true, true, false, true];
  expect(isolatedRows((row) => told[row]!, told.length)).toEqual([0, 5]);
});

it('finds a moment among the rows', () => {
  expect([10, 30, 31, 5].map((time) => rowAt([10, 20, 30], time))).toEqual([0, 2, -1, -1]);
});

describe('marks', () => {
  it('reads annotations as text, never as HTML', () => {
    const frame = {
      length: 1,
      fields: [
        { name: 'time', type: FieldType.time, config: {}, values: [1000] },
        { name: 'text', type: FieldType.string, config: {}, values: ['v1.4.2 <img src=x onerror=alert(1)>\nby CI'] },
        { name: 'tags', type: FieldType.other, config: {}, values: [['deploy']] },
        { name: 'color', type: FieldType.string, config: {}, values: ['purple'] },
      ],
    };
    const [mark] = annotationMarks([frame], theme);
    expect(mark).toMatchObject({ time: 1000, label: 'v1.4.2', colour: theme.visualization.getColorByName('purple') });
    expect(mark!.text).toContain('deploy');
    expect(mark!.text).not.toContain('<');
  });

  const at = (time: number, label = 'v1'): Mark => ({ ...restartMarks([time], theme)[0]!, label });
  const plot = { width: 100, from: 0, to: 100 };

  it('cuts a flag where the next one begins and stubs it where there is no room', () => {
    const [first, second, third] = placeFlags([at(0), at(40), at(44)], plot, () => 60);
    expect([first!.room, second!.room, third!.side]).toEqual([38, 0, 'right']);
  });

  it('turns the last flag to the left at the right end', () => {
    expect(placeFlags([at(95)], plot, () => 40)).toMatchObject([{ x: 95, side: 'left' }]);
  });

  it('gives a deploy the place of the restart that came with it, and says so', () => {
    const deploy: Mark = { ...at(50, 'v2'), kind: 'annotation', text: 'deploy v2' };
    for (const restart of [at(48), at(50), at(53)]) {
      const flags = placeFlags([restart, deploy], plot, () => 40);
      expect(flags.map(({ mark, room }) => [mark.text, room])).toEqual([['deploy v2 · restart', 50]]);
    }
    expect(placeFlags([at(80), deploy], plot, () => 20)).toHaveLength(2);
  });

  it('leaves out what is not in the window', () => {
    expect(placeFlags([at(-1), at(101)], plot, () => 40)).toEqual([]);
  });
});

it('keeps a pinned moment until it is let go', () => {
  const store = new HoverStore();
  const moment: Hover = { time: 1, y: 0, clientX: 0, clientY: 0, own: true, pinned: false };
  store.move(moment);
  store.togglePin();
  store.move({ ...moment, time: 2 });
  store.move(null);
  expect(store.get()).toMatchObject({ time: 1, pinned: true });
  store.togglePin();
  expect(store.get()).toBeNull();
});
