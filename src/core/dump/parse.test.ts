/** @jest-environment node */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../../testdata/helpers/captures';
import { runSteps } from '../steps';
import type { Dump } from './dump';
import { CUT_AT_BYTES, DumpParser, parseDumpSteps } from './parse';

const CAPTURES = ['captures', 'dumps'].flatMap((folder) =>
  readdirSync(join(__dirname, '../../../testdata', folder))
    .filter((name) => name.endsWith('.d2'))
    .sort()
    .map((name) => `${folder}/${name}`)
);

const parse = (text: string): Dump => runSteps(parseDumpSteps(new TextEncoder().encode(text)));

/** Reads a dump in another way: by splitting and by regular expressions over whole blocks. Ancestors are cut off. */
function rival(text: string) {
  return text
    .trimEnd()
    .split('\n\n')
    .map((block) => {
      const [header = '', ...rest] = block.split('\n');
      const own = rest.slice(0, rest.findIndex((line) => line.startsWith('[originating')) >>> 0);
      const [, id, words = ''] = /^goroutine (\d+).*? \[([^\]]*?)(?: labels:.*)?\](?: \{.*\})?:$/.exec(header) ?? [];
      const created = own.findIndex((line) => line.startsWith('created by '));
      const calls = own.slice(0, created >>> 0).filter((line) => /^[^\t.]/.test(line));
      return {
        id: Number(id),
        state: words.split(',')[0]?.replace(/ \((durable|leaked|scan)\)/g, ''),
        functions: calls.map((line) => line.replace(/\([^()]*\)$/, '').replace(/^panic$/, 'runtime.gopanic')),
        places: calls.map((line) => own[own.indexOf(line) + 1]?.split(' +')[0]?.trim()),
        creator: created < 0 ? undefined : own[created]?.replace('created by ', '').replace(/ in goroutine .*/, ''),
        creatorId: created < 0 ? undefined : /in goroutine (\d+)$/.exec(own[created] ?? '')?.[1],
      };
    });
}

describe.each(CAPTURES)('%s', (path) => {
  const text = readText(path);
  const dump = parse(text);
  const blocks = rival(text);

  it('has no line that is not understood, and is whole', () => {
    expect(dump.unknown).toEqual([]);
    expect(dump.isCut).toBe(false);
    expect(dump.goroutines.length).toBeGreaterThan(4);
  });

  it('has the goroutines, states, functions and creators that splitting the text finds', () => {
    expect(dump.goroutines.map(({ id, state }) => [id, state])).toEqual(blocks.map(({ id, state }) => [id, state]));
    expect(dump.goroutines.map(({ frames }) => frames.map((frame) => frame.function))).toEqual(
      blocks.map(({ functions }) => functions)
    );
    expect(dump.goroutines.map(({ createdBy }) => createdBy?.function)).toEqual(blocks.map(({ creator }) => creator));
    if (!path.includes('ancestors')) {
      const ids = dump.goroutines.map(({ createdBy }) => createdBy?.goroutine?.toString());
      expect(ids).toEqual(blocks.map(({ creatorId }) => creatorId));
    }
  });

  it('has each place as the text has it', () => {
    const places = dump.goroutines.flatMap(({ frames, createdBy }) =>
      [...frames, ...(createdBy ? [createdBy] : [])].map(({ file, line }) => `${file}:${line}`)
    );
    const own = text.split('\n').filter((line) => line.startsWith('\t'));
    // Ancestors' places stand in the text and not in the stacks.
    expect(path.includes('ancestors') ? own.length > places.length : own.length === places.length).toBe(true);
    expect(new Set(places)).toEqual(
      new Set(path.includes('ancestors') ? places : own.map((line) => line.slice(1).split(' +')[0]))
    );
  });

  it('has as many goroutines as the other forms of the profile, but for what came or went between', () => {
    const total = Number(/^goroutine profile: total (\d+)/.exec(readText(path.replace(/2$/, '1')))?.[1]);
    // testdata/captures/README.md: within a second. What testdata/dumps/states parks stays.
    expect(Math.abs(dump.goroutines.length - total)).toBeLessThanOrEqual(path.startsWith('captures') ? 2 : 0);
  });

  it('is the same in chunks of any size', () => {
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const parser = new DumpParser();
      const chunk = new Uint8Array(size);
      for (let start = 0; start < bytes.length; start += size) {
        const part = bytes.subarray(start, start + size);
        // The same memory again and again, as a reader of a stream may have it.
        chunk.fill(0).set(part);
        parser.push(chunk.subarray(0, part.length));
      }
      expect(JSON.stringify(parser.finish())).toBe(JSON.stringify(dump));
    }
  });

  it('shares the frames of one stack', () => {
    const byText = new Map(dump.goroutines.map(({ frames, elidedAt }) => [JSON.stringify([frames, elidedAt]), frames]));
    for (const { frames, elidedAt } of dump.goroutines) {
      expect(byText.get(JSON.stringify([frames, elidedAt]))).toBe(frames);
    }
  });
});

describe('testdata/dumps/go1.27.1', () => {
  const { goroutines } = parse(readText('dumps/go1.27.1.d2'));
  const of = (name: string) => goroutines.filter(({ frames }) => frames.some((frame) => frame.function === name));

  it('has labels of all kinds', () => {
    expect(of('main.labelled')[0]?.labels).toEqual({ topic: 'orders', path: '/v1/pay.do' });
    expect(of('main.oddlyLabelled')[0]?.labels).toEqual({
      '': 'empty',
      'a key': ']} "two\nlines", x: y',
      größe: '日本\\\u{1f600}',
      raw: '\u0001\u007f\ufffd',
    });
    const before = parse(readText('dumps/go1.26.8.d2')).goroutines.filter(
      ({ labels }) => Object.keys(labels).length > 0
    );
    expect(before.map(({ labels }) => labels)).toEqual(
      goroutines.filter(({ labels }) => Object.keys(labels).length > 0).map(({ labels }) => labels)
    );
  });

  it('knows locked threads, bubbles and what leaked', () => {
    expect(goroutines.filter(({ isLocked }) => isLocked)).toEqual(of('main.lockedToThread'));
    expect(of('main.bubbleDurable')[0]).toMatchObject({
      state: 'chan receive',
      notes: ['durable', 'synctest bubble 1'],
    });
    expect(of('main.bubbleOutside')[0]).toMatchObject({ state: 'chan receive', notes: ['synctest bubble 1'] });
    const leaked = parse(readText('dumps/go1.27.1.leaked.d2')).goroutines.filter(({ notes }) =>
      notes.includes('leaked')
    );
    expect(leaked.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['chan receive', 'chan send (nil chan)', 'select (no cases)', 'sync.Mutex.Lock'])
    );
    expect(leaked.length).toBe(readText('dumps/go1.27.1.leaked.d2').match(/\(leaked\)/g)?.length);
  });

  it('knows how many frames are left out, and where', () => {
    // 201 calls of recurse and main.deepest, of which 50 and 50 are shown.
    const [deepest] = of('main.deepest');
    expect(deepest).toMatchObject({ elidedAt: 50, elided: 102 });
    expect(deepest?.frames.length).toBe(100);
    expect(of('main.deep')[0]).toMatchObject({ elided: 0, elidedAt: 62 });
  });

  it('knows who created the crowd', () => {
    const crowd = of('main.crowdMember');
    expect(crowd.length).toBe(50);
    const [creator] = of('main.crowdCreator');
    expect(crowd.filter(({ createdBy }) => createdBy?.goroutine === creator?.id).length).toBe(30);
  });

  it('takes the first of the ancestors for the creator, and none of their frames', () => {
    const path = 'dumps/go1.27.1.ancestors.d2';
    const withAncestors = parse(readText(path)).goroutines;
    const withParents = withAncestors.filter(({ createdBy }) => createdBy?.function === 'main.crowd.func2');
    expect(withParents.length).toBe(30);
    expect(new Set(withParents.map(({ frames }) => frames.map((frame) => frame.function).join()))).toEqual(
      new Set(['main.crowdMember'])
    );
    expect(new Set(withParents.map(({ createdBy }) => createdBy?.goroutine)).size).toBe(1);
  });
});

// Forms that no capture has, word for word from runtime/traceback.go and from crashes.
describe('forms of the format', () => {
  const one = (text: string) => {
    const { goroutines, unknown, isCut } = parse(text);
    expect({ unknown, isCut, count: goroutines.length }).toEqual({ unknown: [], isCut: false, count: 1 });
    return goroutines[0]!;
  };

  it.each([
    ['goroutine 7 [IO wait, 12 minutes, locked to thread]:', { state: 'IO wait', minutes: 12, isLocked: true }],
    ['goroutine 9007199254740991 [running]:', { id: 9007199254740991 }],
    [
      'goroutine 2 [GC worker (idle) (scan), 1000000 minutes]:',
      { state: 'GC worker (idle)', notes: ['scan'], minutes: 1e6 },
    ],
    ['goroutine 3 gp=0xc000002380 m=nil [select (no cases)]:', { state: 'select (no cases)' }],
    ['goroutine 1 gp=0xc000002380 m=0 mp=0x55d0a0 [running]:', { state: 'running' }],
    ['goroutine 4 [chan receive, synctest group 12]:', { notes: ['synctest group 12'] }],
    ['goroutine 4 [select (leaked) (scan), 3 minutes]:', { notes: ['leaked', 'scan'], minutes: 3 }],
    [
      'goroutine 4 [new wait of Go 2, 3 minutes, new word]:',
      { state: 'new wait of Go 2', notes: ['new word'], minutes: 3 },
    ],
    [
      'goroutine 4 [select, 3 minutes labels:{"__proto__": "a\\x01"}]:',
      { minutes: 3, labels: { ['__proto__']: 'a\u0001' } },
    ],
    ['goroutine 4 [???]:', { state: '???' }],
  ])('header: %s', (header, expected) => {
    expect(one(`${header}\nmain.main()\n\t/a.go:1 +0x1b\n`)).toMatchObject(expected);
  });

  it.each<[string, string, number, string]>([
    ['main.f(0xc000012345, 0x1, ...)\n\t/src/a.go:12 +0x1b', '/src/a.go', 12, 'main.f'],
    ['main.f(...)\n\t/src/a.go:12', '/src/a.go', 12, 'main.f'],
    ['main.(*T).f({0x1?, _, {0x2, ...}}, 0x3?)\n\tC:/My Files/a b.go:9 +0x1', 'C:/My Files/a b.go', 9, 'main.(*T).f'],
    ['panic({0x47, 0xc0})\n\t/go/src/runtime/panic.go:884 +0x212', '/go/src/runtime/panic.go', 884, 'runtime.gopanic'],
    [
      'a%2eb/my pkg.Map[...].func1(0x1)\n\t/a.go:1 +0x1b fp=0xc0 sp=0xc1 pc=0xc2',
      '/a.go',
      1,
      'a%2eb/my pkg.Map[...].func1',
    ],
    ['main.T.M-fm()\n\t<autogenerated>:1 +0x2', '<autogenerated>', 1, 'main.T.M-fm'],
    ['c_function\n\t/src/c.c:7 pc=0x7f00', '/src/c.c', 7, 'c_function'],
    ['ns::f(int, char*)\n\t/src/c.cc:7 pc=0x7f00', '/src/c.cc', 7, 'ns::f(int, char*)'],
    ['non-Go function\n\tpc=0x7f00', '', 0, 'non-Go function'],
    ['non-Go function at pc=0x7f00', '', 0, 'non-Go function'],
  ])('call: %s', (lines, file, line, name) => {
    const { frames, createdBy } = one(`goroutine 1 [syscall]:\n${lines}\ncreated by main.g\n\t/b.go:3 +0x4\n`);
    expect(frames).toEqual([{ function: name, file, line }]);
    expect(createdBy).toEqual({ function: 'main.g', file: '/b.go', line: 3 });
  });

  it('a stack that runs elsewhere, a stack of 100 frames and more by Go 1.20, and lines that end as on Windows', () => {
    const running = 'goroutine 1 [running]:\n\tgoroutine running on other thread; stack unavailable\n';
    expect(one(`${running}created by main.g in goroutine 8\n\t/b.go:3 +0x4\n`)).toMatchObject({
      frames: [],
      notes: ['stack unavailable'],
      createdBy: { function: 'main.g', goroutine: 8 },
    });
    expect(one('goroutine 1 [select]:\nmain.f(0x1)\n\t/a.go:1 +0x1\n...additional frames elided...\n')).toMatchObject({
      elided: NaN,
      elidedAt: 1,
    });
    const text = readText('captures/prom.goroutine.d2');
    expect(parse(text.replaceAll('\n', '\r\n'))).toEqual(parse(text));
  });
});

describe('what is not understood', () => {
  // With labels, a panic, and frames left out.
  const text = readText('dumps/go1.27.1.d2').split('\n\n').slice(0, 18).join('\n\n') + '\n';
  const lines = text.split('\n');

  it('is kept with its number wherever it stands, and nothing else changes', () => {
    const dump = JSON.stringify(parse(text).goroutines);
    const idsOf = (goroutines: Dump['goroutines']) => goroutines.map(({ id }) => id).join();
    const ids = idsOf(parse(text).goroutines);
    const invented = 'a line that Go 1.99 invented';
    // Behind the newline of the last line it would be a line without its end, which is a cut one.
    for (let at = 1; at < lines.length - 1; at++) {
      const { goroutines, unknown } = parse([...lines.slice(0, at), invented, ...lines.slice(at)].join('\n'));
      // Between a call and its place, the three of them make no sense.
      const isBetween = lines[at]?.startsWith('\t') === true;
      const numbers = isBetween ? [at, at + 1, at + 2] : [at + 1];
      expect(unknown.map(({ line }) => line)).toEqual(numbers);
      expect(unknown.find(({ line }) => line === at + 1)?.text).toBe(invented);
      expect(idsOf(goroutines)).toBe(ids);
      if (!isBetween) {
        expect(JSON.stringify(goroutines) === dump).toBe(true);
      }
    }
  });

  it('a header of another kind still begins a goroutine', () => {
    const dump = parse('goroutine 7 <sleeps>\nmain.f()\n\t/a.go:1\n');
    expect(dump.unknown).toEqual([{ line: 1, text: 'goroutine 7 <sleeps>' }]);
    expect(dump.goroutines).toMatchObject([{ id: 7, state: '', frames: [{ function: 'main.f' }] }]);
  });
});

describe('what is cut', () => {
  const text = readText('dumps/go1.24.9.d2').split('\n\n').slice(0, 9).join('\n\n') + '\n';
  const whole = parse(text);

  it('at any byte keeps all but the last block, and of that what is whole', () => {
    const bytes = new TextEncoder().encode(text);
    for (let length = 1; length < bytes.length; length++) {
      const cut = runSteps(parseDumpSteps(bytes.subarray(0, length)));
      expect(cut.unknown).toEqual([]);
      const count = cut.goroutines.length;
      const begun = text.slice(0, length).match(/^goroutine .*:\n/gm)?.length ?? 0;
      expect(count).toBe(begun);
      expect(JSON.stringify(cut.goroutines.slice(0, -1))).toBe(
        JSON.stringify(whole.goroutines.slice(0, Math.max(0, count - 1)))
      );
      const last = cut.goroutines.at(-1);
      expect(last?.frames ?? []).toEqual(whole.goroutines[count - 1]?.frames.slice(0, last?.frames.length) ?? []);
      // Where the cut is between two blocks, or two calls, nothing shows it.
      expect(cut.isCut).toBe(text[length - 1] !== '\n' || /\n[^\t\n].*[^:]\n$/.test(text.slice(0, length)));
    }
  });

  it('is told at exactly 64 MiB', () => {
    // Mostly one call with very many arguments, so that the test need not parse a million lines.
    const [header, ...rest] = text.split('\n');
    const before = new TextEncoder().encode(`${header}\nmain.f(`);
    const after = new TextEncoder().encode(`)\n\t/a.go:1 +0x1\n${rest.join('\n')}`);
    const bytes = new Uint8Array(CUT_AT_BYTES).fill('0'.charCodeAt(0));
    bytes.set(before);
    bytes.set(after, bytes.length - after.length);
    // That it ends at the end of a line does not tell.
    expect(bytes.at(-1)).toBe('\n'.charCodeAt(0));
    const parser = new DumpParser();
    parser.push(bytes);
    const { isCut, goroutines } = parser.finish();
    expect(CUT_AT_BYTES).toBe(67_108_864);
    expect(isCut).toBe(true);
    expect(goroutines.slice(1)).toEqual(whole.goroutines.slice(1));
    expect(goroutines[0]?.frames).toEqual([
      { function: 'main.f', file: '/a.go', line: 1 },
      ...whole.goroutines[0]!.frames,
    ]);

    const shorter = new DumpParser();
    shorter.push(bytes.subarray(0, before.length + 1));
    shorter.push(bytes.subarray(bytes.length - after.length));
    expect(shorter.finish()).toEqual({ goroutines, unknown: [], isCut: false });
  });
});

describe('what is no dump', () => {
  it.each([
    ['', 'found an empty answer'],
    ['\n\n', 'found an empty answer'],
    ['<!DOCTYPE html>\n<html>Log in</html>', 'found an HTML page ("<!DOCTYPE html>\\n<html>Log in</html>")'],
    ['<html>' + 'x'.repeat(1_000), 'found an HTML page ("<html>xxx'],
    ['goroutine profile: total 8\n5 @ 0x1\n', 'found the text of goroutine?debug=1 ("goroutine profile: total 8'],
    ['goroutine profile: total 8', 'found the text of goroutine?debug=1 ("goroutine profile: total 8'],
    ['{"message":"Not found"}', 'found "{\\"message\\":\\"Not found\\"}"'],
    ['\x1f\x8b\x08\x00', "found gzip'd bytes"],
  ])('case %#', (text, message) => {
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    expect(() => runSteps(parseDumpSteps(bytes))).toThrow(
      expect.objectContaining({ name: 'DumpError', message: expect.stringContaining(message) })
    );
  });
});
