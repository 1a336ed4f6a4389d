/** How many tests a runner ran, read from its own report. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** `jest --json` */
export function countJest(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
}

/** `playwright test --reporter=json` */
export function countPlaywright(report: string): Count {
  const { expected, unexpected, flaky, skipped } = JSON.parse(report).stats;
  return { passed: expected + flaky, failed: unexpected, skipped };
}

/** `go test -json`: one event a line; the last event of a test says how it ended. */
export function countGo(report: string): Count {
  const ended = report
    .split('\n')
    .filter(Boolean)
    .map((line): { Action: string; Test?: string } => JSON.parse(line))
    .filter(({ Test, Action }) => Test && ['pass', 'fail', 'skip'].includes(Action));
  const of = (action: string) => ended.filter(({ Action }) => Action === action).length;
  return { passed: of('pass'), failed: of('fail'), skipped: of('skip') };
}
