import { sourceUrl, templateError, type SourceContext } from './source';

it('gives panels a link for a frame by what the frame’s meta carries', () => {
  const source: SourceContext = { template: 'https://g.example/{file}#{line}', trim: '/src', goVersion: 'go1.22.4' };
  expect(templateError(source.template)).toBeUndefined();
  // As it comes after a frame was cloned on its way.
  const meta = JSON.parse(JSON.stringify({ probe: { source } }));
  const frames = [
    { function: 'main.f', file: '/src/a.go', line: 3 },
    { function: 'os.Open', file: '/usr/local/go/src/os/file.go', line: 9 },
  ];
  expect(frames.map((frame) => sourceUrl(frame, meta.probe.source))).toEqual([
    'https://g.example/a.go#3',
    'https://github.com/golang/go/blob/go1.22.4/src/os/file.go#L9',
  ]);
});
