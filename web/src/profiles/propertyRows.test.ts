// A form sends only what changed, in the kind it had.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { changesOf, rowsOf, undoOf } from './propertyRows';

const before = { Wine: 'Barolo', Visits: 3, VIP: true, Allergies: ['nuts', 'shellfish'] };

it('sends nothing when nothing changed', () => expect(changesOf(before, rowsOf(before))).toEqual({}));
it('keeps the kind of a changed value', () => {
  const rows = rowsOf(before).map((row) => ({ ...row, text: { Wine: '2015', Visits: '4', VIP: 'false', Allergies: 'nuts' }[row.name] ?? row.text }));
  expect(changesOf(before, rows)).toEqual({ Wine: '2015', Visits: 4, VIP: false, Allergies: ['nuts'] });
});
it('removes with null', () => expect(changesOf(before, rowsOf(before).filter((row) => row.name !== 'Wine'))).toEqual({ Wine: null }));
it('adds text, and numbers only when written as such', () => {
  const rows = [...rowsOf(before), { name: ' Table ', text: '12', kept: false }, { name: 'Postcode', text: '02110', kept: false }, { name: 'Phone', text: '+1617', kept: false }, { name: 'Nothing', text: '', kept: false }, { name: '', text: 'lost', kept: false }];
  expect(changesOf(before, rows)).toEqual({ Table: 12, Postcode: '02110', Phone: '+1617' });
});
it('undoes a removal, a change and an addition, and leaves alone what stayed', () => {
  const was = { first_name: 'Ana', last_name: 'Ruiz', properties: before };
  const { Wine: _, ...rest } = before;
  const saved = { first_name: 'Anna', last_name: 'Ruiz', properties: { ...rest, Allergies: ['nuts'], Table: 12 } };
  expect(undoOf(was, saved)).toEqual({ first_name: 'Ana', properties: { Wine: 'Barolo', Allergies: ['nuts', 'shellfish'], Table: null } });
  expect(undoOf(was, was)).toEqual({ properties: {} });
});
