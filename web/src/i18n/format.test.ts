// Numbers, money and time as each language writes them, and days that stay the same day in every zone.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { makeFormat } from './format';

const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');
const now = Date.parse('2026-05-14T18:00:00Z');

describe('makeFormat', () => {
  const cases: [string, string, (f: ReturnType<typeof makeFormat>) => string, string][] = [
    ['a number', 'en-US', (f) => f.number(1234567), '1,234,567'],
    ['a number', 'fr', (f) => f.number(1234567), '1 234 567'],
    ['a number', 'es', (f) => f.number(1234567), '1.234.567'],
    ['money', 'en-US', (f) => f.money({ amount: '1204.50', currency: 'USD' }), '$1,204.50'],
    ['money', 'fr', (f) => f.money({ amount: '1204.50', currency: 'EUR' }), '1 204,50 €'],
    ['money without minor units', 'ko', (f) => f.money({ amount: '52000', currency: 'KRW' }), '₩52,000'],
    ['a headline', 'en-US', (f) => f.roundMoney({ amount: '1204.50', currency: 'USD' }), '$1,205'],
    ['money on an axis', 'en-US', (f) => f.shortMoney({ amount: '2000', currency: 'USD' }), '$2,000'],
    ['much money on an axis', 'en-US', (f) => f.shortMoney({ amount: '1250000', currency: 'USD' }), '$1.3M'],
    ['much money on an axis', 'ko', (f) => f.shortMoney({ amount: '40000', currency: 'USD' }), '$4만'],
    ['a colon', 'fr', (f) => `Rôle${f.colon}analyste`, 'Rôle : analyste'],
    ['a colon', 'es', (f) => `Rol${f.colon}analista`, 'Rol: analista'],
    ['a share', 'fr', (f) => f.percent(0.1185), '11,9 %'],
    ['a day', 'es', (f) => f.day('2026-03-08'), '8 mar 2026'],
    ['a day at the head of a line', 'fr', (f) => f.weekday('2026-11-21'), 'Samedi 21 novembre'],
    ['a zone in summer', 'en-US', (f) => f.zoneOn('2026-07-01', 'America/New_York'), 'EDT'],
    ['a zone in winter', 'en-US', (f) => f.zoneOn('2026-12-01', 'America/New_York'), 'EST'],
    ['a zone far away', 'fr', (f) => f.zoneOn('2026-12-01', 'Asia/Seoul'), 'UTC+9'],
    ['a month', 'ko', (f) => f.month('2026-03'), '2026년 3월'],
    ['a birthday without a year', 'en-US', (f) => f.birthday({ year: null, month: 2, day: 29 }), 'February 29'],
    ['a birthday with a year', 'en-US', (f) => f.birthday({ year: 1984, month: 2, day: 29 }), 'February 29, 1984'],
    ['a short while', 'en-US', (f) => f.duration(430), '7 minutes'],
    ['a whole hour', 'fr', (f) => f.duration(3600), '1 heure'],
    ['nearly two hours', 'en-US', (f) => f.duration(7199), '2 hours'],
    ['a long while', 'es', (f) => f.duration(3 * 3600 + 600), '3 horas 10 minutos'],
    ['a moment ago', 'en-US', (f) => f.relative('2026-05-14T17:59:57Z', now), 'now'],
    ['minutes ago', 'ko', (f) => f.relative('2026-05-14T17:49:00Z', now), '11분 전'],
    ['in the future', 'fr', (f) => f.relative('2026-05-14T18:19:00Z', now), 'dans 19 minutes'],
    ['a whole month', 'en-US', (f) => f.bucket('2026-03-01', '2026-03-31', 'month'), 'March 2026'],
    ['a cut month', 'en-US', (f) => plain(f.bucket('2026-03-22', '2026-03-31', 'month')), 'Mar 22 – 31, 2026'],
  ];
  for (const [what, tag, write, wanted] of cases) it(`writes ${what} in ${tag}`, () => expect(plain(write(makeFormat(tag, 'America/New_York')))).toBe(wanted));

  it('shows an instant in the account zone and a calendar day in none', () => {
    for (const zone of ['America/New_York', 'Asia/Seoul', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) expect(makeFormat('en-US', zone).day('2026-03-08')).toBe('Mar 8, 2026');
    expect(makeFormat('en-US', 'Asia/Seoul').dayOf('2026-03-08T16:00:00Z')).toBe('Mar 9, 2026');
    expect(makeFormat('en-US', 'America/New_York').dayOf('2026-03-08T16:00:00Z')).toBe('Mar 8, 2026');
  });
});
