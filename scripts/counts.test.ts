/** @jest-environment node */
import { countGo, countJest, countPlaywright } from './counts';

test('counts tests from each runner’s own report', () => {
  expect(
    countJest('{"numPassedTests":7,"numFailedTests":1,"numPendingTests":2,"numRuntimeErrorTestSuites":1}')
  ).toEqual({ passed: 7, failed: 2, skipped: 2 });
  expect(countPlaywright('{"stats":{"expected":3,"unexpected":1,"flaky":1,"skipped":0}}')).toEqual({
    passed: 4,
    failed: 1,
    skipped: 0,
  });
  const events = [
    '{"Action":"run","Test":"TestA"}',
    '{"Action":"pass","Test":"TestA"}',
    '{"Action":"skip","Test":"TestB"}',
    '{"Action":"pass","Package":"demo"}',
  ];
  expect(countGo(events.join('\n'))).toEqual({ passed: 1, failed: 0, skipped: 1 });
});
