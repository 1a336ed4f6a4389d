import { Shelf } from './shelf';

test('keeps what there is room for, the newest first', () => {
  const shelf = new Shelf<string>(100);
  shelf.put('a', 'A', 40);
  shelf.put('b', 'B', 40);
  expect([shelf.get('a'), shelf.get('b')]).toEqual(['A', 'B']);
  shelf.put('c', 'C', 40);
  expect([shelf.get('a'), shelf.get('b'), shelf.get('c')]).toEqual([undefined, 'B', 'C']);
});

test('what is put again is the newest, and counts once', () => {
  const shelf = new Shelf<string>(100);
  shelf.put('a', 'A', 40);
  shelf.put('b', 'B', 40);
  shelf.put('a', 'A again', 50);
  shelf.put('c', 'C', 40);
  expect([shelf.get('a'), shelf.get('b'), shelf.get('c')]).toEqual(['A again', undefined, 'C']);
});

test('one that is too large stands alone', () => {
  const shelf = new Shelf<string>(100);
  shelf.put('a', 'A', 40);
  shelf.put('b', 'B', 1000);
  expect([shelf.get('a'), shelf.get('b')]).toEqual([undefined, 'B']);
});
