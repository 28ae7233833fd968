// A number is read as its reader wrote it, and never guessed.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { decimalsOf } from './decimals';

it.each([
  ['en', '4.5', 4.5], ['en', '4,5', undefined], ['en', '1,500', undefined], ['es', '4,5', 4.5], ['fr', ' 4,50 ', 4.5], ['ko', '4.5', 4.5],
  ['es', '4.5', 4.5], ['es', '1.500', undefined], ['fr', '1,500', 1.5], ['es', '-12', -12], ['en', 'four', undefined], ['en', '', undefined], ['en', '1e3', undefined], ['en', '4.', undefined],
])('%s: %s', (tag, text, number) => expect(decimalsOf(tag).read(text)).toBe(number));
it('writes what it reads', () => {
  expect(decimalsOf('fr').write(4.5)).toBe('4,5');
  for (const tag of ['en', 'es', 'fr', 'ko']) expect(decimalsOf(tag).read(decimalsOf(tag).write(-1234.25))).toBe(-1234.25);
});
