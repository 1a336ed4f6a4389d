/** @jest-environment node */
import { checkReport, checkRow } from './goals';
import type { Report, Row } from './report';

const ROW: Row = {
  name: 'heap',
  title: 'heap',
  shape: 'distinct',
  gzBytes: 1e6,
  rawBytes: 2e6,
  samples: 1000,
  stacks: 1000,
  rounds: 5,
  gunzipMs: 10,
  workMs: {
    tidemark: 30,
    'pprof-format': 210,
    'protobufjs-static': 240,
    'protobufjs-reflection': 250,
    'protobuf-es': 180,
    'protobufjs-numbers': 40,
    'string-keys': 299,
    'google-pprof': 59,
  },
  peakBytes: { tidemark: 10, 'protobufjs-static': 59 },
};

const byGoal = (row: Row) =>
  Object.fromEntries(
    checkRow(row).map(({ against, goal, holds, isFar, measured }) => [against, { goal, holds, isFar, measured }])
  );

describe('checkRow', () => {
  it('takes the fastest of the JavaScript decoders, and not the one that loses ids', () => {
    expect(byGoal(ROW)['every JavaScript decoder (closest: protobuf-es)']).toEqual({
      goal: 6,
      holds: true,
      isFar: false,
      measured: 6,
    });
  });

  it('misses a goal by a little, and by far', () => {
    expect(byGoal(ROW)['protobufjs as people write it']).toMatchObject({ goal: 10, holds: false, isFar: false });
    expect(byGoal(ROW)['Go’s google/pprof']).toMatchObject({ goal: 4, holds: false, isFar: true });
    expect(byGoal(ROW)['gunzip alone']).toMatchObject({ goal: 3.5, holds: true, measured: 3 });
    expect(byGoal(ROW)['peak memory of protobufjs']).toMatchObject({ goal: 1 / 6, holds: false, isFar: false });
  });

  it('asks more where stacks repeat, but for the floor less room', () => {
    const repeated = byGoal({ ...ROW, shape: 'repeated' });
    expect(repeated['every JavaScript decoder (closest: protobuf-es)']).toMatchObject({ goal: 15, isFar: true });
    expect(repeated['protobufjs as people write it']).toMatchObject({ goal: 30, isFar: true });
    expect(repeated['gunzip alone']).toMatchObject({ goal: 2.5, holds: false, isFar: false });
    expect(byGoal({ ...ROW, shape: 'repeated', gunzipMs: 5.9 })['gunzip alone']).toMatchObject({ isFar: true });
  });

  it('asks nothing of small profiles, and nothing of what was not measured', () => {
    expect(checkRow({ ...ROW, shape: 'small' })).toEqual([]);
    expect(byGoal({ ...ROW, workMs: { tidemark: 30 }, peakBytes: undefined })).toEqual({
      'gunzip alone': expect.anything(),
    });
  });

  it('lets a time that is missing hold nothing', () => {
    const checks = checkRow({ ...ROW, workMs: { 'pprof-format': 210 }, peakBytes: undefined });
    expect(checks.map(({ holds, isFar }) => [holds, isFar])).toEqual([
      [false, true],
      [false, true],
    ]);
  });
});

describe('checkReport', () => {
  const report: Report = {
    machine: { date: '', cpu: '', cores: 2, memoryGiB: 1, load: 0, node: '', go: '', rivals: {} },
    rows: [],
    disagreements: [],
    profiles: 0,
  };
  const figures = { appendMs: 1, digest: '' };

  it('checks first calls, history, and that a page goes on reacting', () => {
    const checks = checkReport({
      ...report,
      first: { tidemark: { loadMs: 9, firstMs: 4.9, secondMs: 1, warmMs: 9, afterGcMs: 10 } },
      history: {
        tidemark: { ...figures, bytesPerCell: 0.6, topMs: 5 },
        columns: { ...figures, bytesPerCell: 8, topMs: 9 },
        objects: { ...figures, bytesPerCell: 60, topMs: 90 },
      },
      browser: {
        page: [],
        worker: [],
        disagreements: [],
        blocked: [
          { place: 'worker', title: '500k', workMs: 300, longestMs: 12 },
          { place: 'page, at once', title: '500k', workMs: 300, longestMs: 290 },
        ],
      },
    });
    expect(checks.map(({ against, holds }) => [against, holds])).toEqual([
      ['first call, KB-sized profile', true],
      ['history, bytes a cell', false],
      ['history, top 50 series', true],
      ['page blocked, work in worker', true],
    ]);
  });
});
