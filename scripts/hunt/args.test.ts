/** @jest-environment node */
import { parseHuntArgs, type HuntOptions } from './args';

const parse = (...argv: string[]) => parseHuntArgs(['http://host:6060', ...argv]) as HuntOptions;

it('watches for two minutes, every two seconds, with core’s own thresholds', () => {
  expect(parse()).toMatchObject({ forMs: 120_000, everyMs: 2_000, hasPreset: true, isJson: false, isQuiet: false });
  expect(parse().ignore).toEqual([]);
  expect([parse().falseDiscoveryRate, parse().minRise, parse().minPercent]).toEqual([undefined, undefined, undefined]);
});

it('takes all options', () => {
  const options = parse(
    ...['--for', '5m', '--every', '10s', '--warm-up', '30s', '--fdr', '.01', '--min-rise', '20', '--min-percent', '0'],
    ...['--ignore', '^main\\.', '--ignore', 'grpc', '--no-preset', '--json', '--quiet']
  );
  expect(options).toMatchObject({
    target: { name: 'http://host:6060' },
    forMs: 300_000,
    everyMs: 10_000,
    warmUpMs: 30_000,
    falseDiscoveryRate: 0.01,
    minRise: 20,
    minPercent: 0,
    hasPreset: false,
    isJson: true,
    isQuiet: true,
  });
  expect(options.ignore.map(String)).toEqual(['/^main\\./', '/grpc/']);
});

it.each([
  ['a fifth of the time', ['--for', '2m'], 24_000],
  ['a minute at most', ['--for', '1h'], 60_000],
  ['five scrapes at least', ['--for', '38s'], 10_000],
  ['five scrapes, though that is more than a minute', ['--for', '1h', '--every', '1m'], 300_000],
  ['none where so asked', ['--warm-up', '0s'], 0],
])('drops as warm-up %s', (_, argv, ms) => {
  expect(parse(...argv).warmUpMs).toBe(ms);
});

it('asks for as many scrapes as are needed to judge by', () => {
  expect(parse('--for', '19s', '--every', '1s').forMs).toBe(19_000);
  expect(() => parse('--for', '18s', '--every', '1s')).toThrow(
    '--for 18s --every 1s makes 19 scrapes, and 20 are needed to judge by: watch longer or more often'
  );
});

it.each([
  [['--speed'], /^Unknown option '--speed'\. Try --help$/],
  [['--for'], /^Option '--for <value>' argument missing\. Try --help$/],
  [['http://other'], /^expected one URL, found 2\. Try --help$/],
  [['--for', 'long'], /^--for wants a duration/],
  [['--every', '99ms'], /^--every wants 100ms to 1h, not 99ms$/],
  [['--every', '2h', '--for', '100h'], /^--every wants 100ms to 1h/],
  [['--fdr', '0'], /^--fdr wants a number above 0 and below 1, not "0"$/],
  [['--fdr', '1'], /^--fdr wants a number above 0 and below 1/],
  [['--min-rise', '-1'], /--min-rise/],
  [['--min-rise', 'few'], /^--min-rise wants a number from 0, not "few"$/],
  [['--ignore', '('], /^--ignore "\(": Invalid regular expression/],
])('refuses %j', (argv, message) => {
  expect(() => parse(...argv)).toThrow(message);
});

it('knows what help is, and no URL is not', () => {
  expect(parseHuntArgs(['--help'])).toBe('help');
  expect(() => parseHuntArgs([])).toThrow('expected one URL, found 0. Try --help');
});
