/** @jest-environment node */
import { readText } from '../../../testdata/helpers/captures';
import { MemoryParseError } from './error';
import { parseExpvar } from './expvar';
import { parseMetrics } from './metrics';
import { gcPauses } from './pauses';
import { parseHeapTrailer } from './trailer';

const HTML = '<!DOCTYPE html><html><head><title>Sign in</title></head></html>';

function errorOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(MemoryParseError);
    return (error as Error).message;
  }
  throw new Error('expected a MemoryParseError');
}

describe('parseHeapTrailer', () => {
  const text = readText('captures/caddy.heap.d1');

  it('reads the lines with two fields, the switches and the peak', () => {
    const sample = parseHeapTrailer(text);
    expect(sample).toMatchObject({ source: 'heap?debug=1', flags: { DebugGC: false } });
    expect(sample.values).toMatchObject({
      Sys: 24229128,
      StackInuse: 524288,
      StackSys: 524288,
      MSpanInuse: 67536,
      MSpanSys: 81360,
      MCacheInuse: 2400,
      MCacheSys: 15600,
      GCCPUFraction: 6.254876240630597e-5,
      NumGC: 4,
      MaxRSS: 38432768,
    });
    expect(sample.values.RSS).toBeUndefined();
  });

  it('lists the pauses, oldest first', () => {
    const { pauses } = parseHeapTrailer(text);
    expect(pauses?.map(({ ns }) => ns)).toEqual([340175, 32298, 25087, 28172]);
    expect(pauses?.[0]?.endMs).toBeCloseTo(1795225545769.097, 2);
  });

  it('says what came instead', () => {
    expect(errorOf(() => parseHeapTrailer(HTML))).toMatch(
      /^expected the "# runtime.MemStats" part.*, found an HTML page \("<!DOCTYPE html>/
    );
    expect(errorOf(() => parseHeapTrailer(''))).toMatch(/found an empty answer/);
    expect(errorOf(() => parseHeapTrailer('Unknown profile\n'))).toMatch(/found "Unknown profile/);
  });

  it('takes no cut text for a whole one', () => {
    const start = text.indexOf('# runtime.MemStats');
    const whole = text.indexOf('# DebugGC = false') + '# DebugGC = false'.length;
    for (let end = start; end < whole; end++) {
      expect(() => parseHeapTrailer(text.slice(0, end))).toThrow(MemoryParseError);
    }
    expect(errorOf(() => parseHeapTrailer(text.replace('# Sys = 24229128', '# Sys = 24229x')))).toMatch(
      /a number after "=", found "# Sys/
    );
    // And the peak behind it.
    expect(() => parseHeapTrailer(text.slice(0, -3))).toThrow(MemoryParseError);
  });
});

it('gcPauses reads the circular buffer from its oldest entry', () => {
  const ns = [5, 6, 3, 4];
  expect(
    gcPauses(
      ns,
      ns.map((n) => n * 1e6),
      6
    )
  ).toEqual([3, 4, 5, 6].map((n) => ({ endMs: n, ns: n })));
  expect(gcPauses(ns, ns, 0)).toEqual([]);
  expect(gcPauses([], [], 9)).toEqual([]);
});

describe('parseExpvar', () => {
  it('reads MemStats, its lists and switches, and the optional process', () => {
    const { memory, process } = parseExpvar(readText('vars/expvar.json'));
    expect(memory.flags).toEqual({ EnableGC: true, DebugGC: false });
    expect(memory.bySize).toHaveLength(61);
    expect(memory.bySize?.[1]).toMatchObject({ Size: 8 });
    expect(memory.values).toMatchObject({ RSS: 20_000_000, RssAnon: 12_000_000, RssFile: 8_000_000, LazyFree: 0 });
    expect(process).toEqual({ startTimeMs: 1_795_228_179_123, goVersion: 'go1.26.8', godebug: '', version: 'v1.2.3' });
  });

  it('tells nothing of a process that publishes nothing, or something else under that name', () => {
    for (const process of ['{}', '7', 'null', '{"rssBytes":"big"}']) {
      const parsed = parseExpvar(`{"memstats":{"Sys":2,"HeapAlloc":1},"process":${process}}`);
      expect(parsed).toMatchObject({ memory: { values: { Sys: 2, HeapAlloc: 1 } }, process: {} });
    }
  });

  it('says what came instead', () => {
    expect(errorOf(() => parseExpvar(HTML))).toMatch(/found an HTML page/);
    expect(errorOf(() => parseExpvar('{"cmdline":["x"],"requests":5}'))).toMatch(
      /found JSON without it \(it has: cmdline, requests\)/
    );
    expect(errorOf(() => parseExpvar('[]'))).toMatch(/found "\[\]"/);
    expect(errorOf(() => parseExpvar('{"memstats":{}}'))).toMatch(/with Sys and HeapAlloc/);
    expect(errorOf(() => parseExpvar(readText('vars/expvar.json').slice(0, 2000)))).toMatch(
      /JSON that is cut or broken \(2000 characters\)/
    );
  });
});

describe('parseMetrics', () => {
  it('reads Go, process and garbage collector metrics', () => {
    const { memory, process } = parseMetrics(readText('captures/node.metrics'));
    expect(process).toEqual({ goVersion: 'go1.19.8', startTimeMs: 1795228178910, version: '1.5.0' });
    expect(memory.values).toMatchObject({
      RSS: 15450112,
      VirtualMemory: 1122443264,
      OpenFDs: 11,
      Goroutines: 7,
      NumGC: 0,
      PauseTotalNs: 0,
      LastGC: 0,
      BuckHashSys: 1446313,
    });
  });

  it('reads GOMEMLIMIT where one is set', () => {
    const metrics = readText('captures/node.metrics');
    const limit = (value: string) =>
      parseMetrics(`${metrics}# TYPE go_gc_gomemlimit_bytes gauge\ngo_gc_gomemlimit_bytes ${value}\n`).memory.values
        .MemLimit;
    expect(limit('5.36870912e+08')).toBe(512 * 2 ** 20);
    // math.MaxInt64: none is set.
    expect(limit('9.223372036854776e+18')).toBeUndefined();
  });

  it("reads VictoriaMetrics' own", () => {
    const { memory } = parseMetrics(readText('captures/vm.metrics'));
    expect(memory.values).toMatchObject({
      RssAnon: 9895936,
      RssFile: 12095488,
      MaxRSS: 21991424,
      NumGC: 11,
      PauseTotalNs: 5442453,
    });
    expect(memory.values.LastGC).toBeCloseTo(1.7952281799257643e18, -3);
  });

  const go = 'go_memstats_sys_bytes{service="a"} 2\ngo_memstats_heap_alloc_bytes 1\n';

  it('does without process metrics, and with constant labels', () => {
    expect(parseMetrics(go)).toEqual({ memory: { source: '/metrics', values: { Sys: 2, HeapAlloc: 1 } }, process: {} });
  });

  it('leaves out what is no number', () => {
    expect(parseMetrics(`${go}process_resident_memory_bytes NaN\n`).memory.values.RSS).toBeUndefined();
  });

  it('says what came instead', () => {
    expect(errorOf(() => parseMetrics(HTML))).toMatch(
      /^expected Prometheus metrics with go_memstats_\*, found an HTML page/
    );
    expect(errorOf(() => parseMetrics(''))).toMatch(/found an empty answer/);
    expect(errorOf(() => parseMetrics('{"a":1}'))).toMatch(/found "{\\"a\\":1}"/);
    expect(errorOf(() => parseMetrics('404 page not found\n'))).toMatch(
      /found "404 page not found.*", of which line 1: expected a metric name/
    );
    expect(errorOf(() => parseMetrics(`${go}process_resident_memory_bytes 154`))).toMatch(
      /of which line 3: .* it is cut/
    );
    expect(errorOf(() => parseMetrics('jvm_memory_bytes 5\n'))).toMatch(
      /found 1 metrics without them \(the first: jvm_memory_bytes\)/
    );
    expect(errorOf(() => parseMetrics(`${go}go_memstats_sys_bytes{service="b"} 3\n`))).toMatch(
      /one go_memstats_sys_bytes.*found 2 of them: this page tells of several processes/
    );
  });
});
