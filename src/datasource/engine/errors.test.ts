import { MemoryParseError } from '../../core/memstats/error';
import { ProfileError } from '../../core/profile/error';
import { TargetError } from '../client/errors';
import { EngineError } from './engine';
import { packError, unpackError } from './errors';

const over = (error: unknown) => unpackError(structuredClone(packError(error)));

test.each([
  [new TargetError('/metrics', 'It answered with nothing.', 'Check it.', 200), TargetError],
  [new TargetError('/metrics', 'No answer.', 'Is it running?'), TargetError],
  [new ProfileError('a string is cut', 17), ProfileError],
  [new ProfileError('two functions have the id 3'), ProfileError],
  [new MemoryParseError('metrics', 'an HTML page'), MemoryParseError],
  [new EngineError('it ended'), EngineError],
])('%s keeps its class, its words and its fields', (error, type) => {
  const received = over(error);
  expect(received).toBeInstanceOf(type);
  expect(received.name).toBe(error.name);
  expect(received.message).toBe(error.message);
  expect({ ...received, stack: '' }).toEqual({ ...error, stack: '' });
  expect(received.stack).toBe(error.stack);
});

test('other errors keep their name and words', () => {
  expect(over(new RangeError('too much'))).toMatchObject({ name: 'RangeError', message: 'too much' });
  expect(over(new DOMException('aborted', 'AbortError'))).toMatchObject({ name: 'AbortError', message: 'aborted' });
  expect(over('words')).toMatchObject({ message: 'words' });
});
