// A vendor's texts that are instants, and those that only look like it.
// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { instantIn } from './instantText';

it.each([
  ['2026-03-15T18:00Z', '2026-03-15T18:00:00Z'],
  ['2026-03-15T18:00:07Z', '2026-03-15T18:00:07Z'],
  ['2026-03-15T18:00:07.25Z', '2026-03-15T18:00:07.25Z'],
  ['2026-13-45T18:00Z', undefined],
  ['2026-03-15T29:00:07Z', undefined],
  ['2026-03-15 18:00', undefined],
  ['next Friday', undefined],
  ['', undefined],
  [8, undefined],
  [null, undefined],
])('%j is %j', (value, expected) => expect(instantIn(value)).toBe(expected));
