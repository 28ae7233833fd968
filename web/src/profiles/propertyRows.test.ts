// A form sends only what changed, in the kind it had.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { decimalsOf } from '../i18n/decimals';
import { changesOf as changes, isWrong, rowsOf as rowsIn, undoOf, type Row } from './propertyRows';

const en = decimalsOf('en'), es = decimalsOf('es');
const rowsOf = (values: Parameters<typeof rowsIn>[0]) => rowsIn(values, en), changesOf = (values: Parameters<typeof changes>[0], rows: Row[]) => changes(values, rows, en);
const added = (name: string, text: string): Row => ({ name, text, kept: false, kind: 'open' });
const before = { Wine: 'Barolo', Visits: 3, VIP: true, Allergies: ['nuts', 'shellfish'] };

it('sends nothing when nothing changed', () => expect(changesOf(before, rowsOf(before))).toEqual({}));
it('keeps the kind of a changed value', () => {
  const rows = rowsOf(before).map((row) => ({ ...row, text: { Wine: '2015', Visits: '4', VIP: 'false', Allergies: 'nuts' }[row.name] ?? row.text }));
  expect(changesOf(before, rows)).toEqual({ Wine: '2015', Visits: 4, VIP: false, Allergies: ['nuts'] });
});
it('removes with null', () => expect(changesOf(before, rowsOf(before).filter((row) => row.name !== 'Wine'))).toEqual({ Wine: null }));
it('adds text, and numbers only when written as such', () => {
  const rows = [...rowsOf(before), added(' Table ', '12'), added('Postcode', '02110'), added('Phone', '+1617'), added('Nothing', ''), added('', 'lost')];
  expect(changesOf(before, rows)).toEqual({ Table: 12, Postcode: '02110', Phone: '+1617' });
});
it('undoes a removal, a change and an addition, and leaves alone what stayed', () => {
  const was = { first_name: 'Ana', last_name: 'Ruiz', properties: before };
  const { Wine: _, ...rest } = before;
  const saved = { first_name: 'Anna', last_name: 'Ruiz', properties: { ...rest, Allergies: ['nuts'], Table: 12 } };
  expect(undoOf(was, saved)).toEqual({ first_name: 'Ana', properties: { Wine: 'Barolo', Allergies: ['nuts', 'shellfish'], Table: null } });
  expect(undoOf(was, was)).toEqual({ properties: {} });
});
it('keeps a boolean what it was in any language', () => {
  const [row] = rowsOf({ VIP: true });
  expect(row).toMatchObject({ kind: 'boolean', text: 'true' });
  expect(changesOf({ VIP: true }, [{ ...row!, text: 'false' }])).toEqual({ VIP: false });
});
it('reads a number as its reader writes it, and takes nothing else for it', () => {
  const [row] = rowsIn({ Rating: 3.5 }, es);
  expect(row!.text).toBe('3,5');
  expect(changes({ Rating: 3.5 }, [{ ...row!, text: '4,5' }], es)).toEqual({ Rating: 4.5 });
  expect(isWrong({ ...row!, text: 'cuatro' }, es)).toBe(true);
  expect(isWrong(row!, es)).toBe(false);
  expect(changes({}, [added('Rating', '4,5')], es)).toEqual({ Rating: 4.5 });
});
