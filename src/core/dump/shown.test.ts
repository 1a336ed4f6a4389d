/** @jest-environment node */
import { shownFunctions } from './shown';

describe('shownFunctions', () => {
  it.each([
    [['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.f', 'runtime.main'], ['main.f']],
    [['runtime.gopanic', 'main.f'], ['main.f']],
    [
      ['main.f.func1', 'runtime.gopanic', 'runtime.sigpanic', 'main.f'],
      ['main.f.func1', 'runtime.gopanic', 'main.f'],
    ],
    [
      ['runtime.Gosched', 'main.f'],
      ['runtime.Gosched', 'main.f'],
    ],
    [
      ['runtime.(*Frames).Next', 'runtime.(*mheap).Alloc', 'main.f'],
      ['runtime.(*Frames).Next', 'main.f'],
    ],
    [
      ['main.f', 'runtime.runFinalizers', 'runtime.goexit'],
      ['main.f', 'runtime.runFinalizers'],
    ],
    [
      ['runtime.gopark', 'runtime.bgsweep', 'runtime.goexit'],
      ['runtime.gopark', 'runtime.bgsweep'],
    ],
    [
      ['epoll_wait', 'runtime/pprof.f', 'a/runtime.g'],
      ['runtime/pprof.f', 'a/runtime.g'],
    ],
    [[], []],
  ])('%j', (functions, expected) => {
    expect(shownFunctions(functions)).toEqual(expected);
    expect(shownFunctions(expected)).toEqual(expected);
  });
});
