import { oneASeverity } from './notices';

test('what Grafana would hide stands in the notice that it shows', () => {
  const notices = [
    { severity: 'info', text: 'Up to noon from Pyroscope.' },
    { severity: 'warning', text: 'One scrape failed.' },
    { severity: 'info', text: 'This is a sample.' },
  ] as const;
  expect(oneASeverity(notices)).toEqual([
    { severity: 'info', text: 'Up to noon from Pyroscope. This is a sample.' },
    { severity: 'warning', text: 'One scrape failed.' },
  ]);
  expect(oneASeverity([])).toEqual([]);
});
