// Segments said in four languages: every condition has words, and the grammar of each language holds.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { everyCondition } from '../../../tests/every_condition';
import type { Condition, Definition } from '../grammar';
import { book as en } from './en';
import { book as es } from './es';
import { book as fr } from './fr';
import { book as ko } from './ko';
import { sentenceOf, type Names, type Phrasebook } from './sentence';

const words: Record<string, Record<string, string>> = { es: { M1: 'Reserva completada', M2: 'Pedido realizado', 'Party Size': 'Número de comensales' }, fr: { M1: 'Réservation complétée', M2: 'Commande passée', 'Party Size': 'Nombre de personnes' }, ko: { M1: '예약 완료', M2: '주문 완료', 'Party Size': '인원수' }, en: { M1: 'Completed Reservation', M2: 'Placed Order' } };
const namesIn = (tag: string): Names => {
  const own = (name: string) => words[tag]?.[name] ?? name;
  return {
    metric: (choice) => (choice === null ? '' : 'id' in choice ? own(choice.id) : `${choice.name} (${choice.kind})`), property: own, value: (_, v) => v, group: (id) => ({ L1: 'Newsletter', S1: 'Regulars' })[id] ?? id,
    number: (n) => new Intl.NumberFormat(tag).format(n), money: (n) => new Intl.NumberFormat(tag, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 }).format(n),
    day: (iso) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(iso)), month: (n) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: 'long' }).format(new Date(Date.UTC(2024, n - 1, 15))), country: (c) => new Intl.DisplayNames(tag, { type: 'region' }).of(c) ?? c,
  };
};
const books = { en, es, fr, ko } as unknown as Record<string, Phrasebook<unknown>>;
const say = (tag: string, definition: Definition) => sentenceOf(definition, books[tag]!, namesIn(tag)).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
const of = (name: string): Condition => everyCondition.find(([n]) => n === name)![1];
const one = (tag: string, name: string) => say(tag, { condition_groups: [{ conditions: [of(name)] }] });

describe.each(['en', 'es', 'fr', 'ko'])('%s', (tag) => {
  it.each(everyCondition)('says %s', (_, condition) => {
    const text = say(tag, { condition_groups: [{ conditions: [condition] }] });
    expect(text).not.toMatch(/undefined|NaN|null|\[object|profile-|regulars-|\b(in-the|at-least|greater|anniversary|calendar-month|_)/);
    expect(text).not.toMatch(/ {2}| [.,]|\.\./);
    expect(text).toMatch(tag === 'ko' ? /사람\.$/ : /^(People|Personas|Personnes) .*\.$/);
    if (tag !== 'en') expect(text).not.toMatch(/\b(who|whose|where|least|most|the|not|with|and|of)\b/);
  });
  it('says everybody', () => expect(say(tag, { condition_groups: [] })).toMatch(/^\S.*\.$/));
  it('says no two conditions alike', () => {
    const texts = everyCondition.map(([, condition]) => say(tag, { condition_groups: [{ conditions: [condition] }] }));
    // A count of 3 at most and below 3 must differ, and so must every other pair.
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
  });
});

describe('English', () => {
  it.each([
    ['at least once', 'People who have “Completed Reservation” at least once over all time.'],
    ['zero times', 'People who do not have “Completed Reservation” over all time.'],
    ['count less-than', 'People who have “Completed Reservation” fewer than 3 times over all time.'],
    ['value greater-than-or-equal', 'People whose “Completed Reservation” is worth at least $500 in all over all time.'],
    ['event between', 'People who have “Completed Reservation” at least once between 3 and 5 days ago.'],
    ['event regulars-average', 'People whose “Party Size” values of “Completed Reservation” average at least 4 over all time.'],
    ['date inside an event', 'People who have “Completed Reservation” at least once over all time where “Party Size” is more than 2 and “Scheduled Time” is in the next 7 days.'],
    ['funnel DAYS_3', 'People who have “Completed Reservation” between 1 and 30 days ago, and after it “Completed Reservation”, and after it not “Placed Order”, within 3 days.'],
    ['property in', 'People whose “first_name” is “Ana”, “Ben” or “Cleo”.'],
    ['in one of several, since', 'People who are in “Newsletter” or “Regulars” and were added in the last 7 days.'],
    ['near', 'People who are within 10 miles of 02110, United States.'],
  ])('%s', (name, text) => expect(one('en', name)).toBe(text));
  it('joins groups by and, conditions by or', () => expect(say('en', { condition_groups: [{ conditions: [of('at least once'), of('in a list')] }, { conditions: [of('in the EU')] }] })).toBe('People who have “Completed Reservation” at least once over all time or who are in “Newsletter”, and who are in the European Union.'));
  it('says the order', () => expect(say('en', { condition_groups: [{ conditions: [of('in a list')] }], regulars: { order_by: { direction: 'descending', metric_id: 'M1', measurement: 'sum', timeframe_filter: { type: 'date', operator: 'alltime' } } } })).toBe('People who are in “Newsletter”. Ordered by the value of “Completed Reservation”, highest first.'));
});

describe('Spanish', () => {
  it.each([
    ['at least once', 'Personas que tienen «Reserva completada» al menos una vez en todo el historial.'],
    ['zero times', 'Personas que no tienen «Reserva completada» en todo el historial.'],
    ['event last', 'Personas que tienen «Reserva completada» al menos una vez en los últimos 3 días.'],
    ['event at least', 'Personas que tienen «Reserva completada» al menos una vez hace al menos 2 semanas.'],
    ['event in months', 'Personas que tienen «Reserva completada» al menos una vez en los últimos 12 meses.'],
    ['not in the US', 'Personas que no están en Estados Unidos.'],
  ])('%s', (name, text) => expect(one('es', name)).toBe(text));
  it('changes y and o before their own sound', () => {
    const filter = (operator: string, value: string[]) => ({ condition_groups: [{ conditions: [{ type: 'profile-property', property: 'x', filter: { type: 'list', operator, value } } as Condition] }] });
    expect(say('es', filter('contains-any', ['Ana', 'Olga']))).toContain('«Ana» u «Olga»');
    expect(say('es', filter('contains-all', ['Ana', 'Inés']))).toContain('«Ana» e «Inés»');
    expect(say('es', filter('contains-all', ['Ana', 'hielo']))).toContain('«Ana» y «hielo»');
  });
});

describe('French', () => {
  it.each([
    ['at least once', 'Personnes qui ont « Réservation complétée » au moins une fois depuis toujours.'],
    ['zero times', 'Personnes qui n’ont pas « Réservation complétée » depuis toujours.'],
    ['event last', 'Personnes qui ont « Réservation complétée » au moins une fois au cours des 3 derniers jours.'],
    ['event at least', 'Personnes qui ont « Réservation complétée » au moins une fois il y a au moins 2 semaines.'],
    ['cannot be texted', 'Personnes qui ne peuvent pas recevoir de marketing par SMS.'],
    ['not in', 'Personnes qui ne sont pas dans « Newsletter » ou « Regulars ».'],
  ])('%s', (name, text) => expect(one('fr', name)).toBe(text));
});

describe('Korean', () => {
  it.each([
    ['at least once', '전체 기간 동안 ‘예약 완료’가 1회 이상 있는 사람.'],
    ['zero times', '전체 기간 동안 ‘예약 완료’가 없는 사람.'],
    ['event last', '지난 3일 동안 ‘예약 완료’가 1회 이상 있는 사람.'],
    ['event between', '5일 전부터 3일 전까지 ‘예약 완료’가 1회 이상 있는 사람.'],
    ['event property number greater-than-or-equal', '전체 기간 동안 ‘인원수’가 6 이상인 ‘예약 완료’가 1회 이상 있는 사람.'],
    ['event property number not-equals', '전체 기간 동안 ‘인원수’가 6이 아닌 ‘예약 완료’가 1회 이상 있는 사람.'],
    ['value greater-than-or-equal', '전체 기간 동안 ‘예약 완료’ 금액 합계가 US$500 이상인 사람.'],
    ['in a list', '‘Newsletter’에 속해 있는 사람.'],
    ['not in the US', '미국에 있지 않은 사람.'],
    ['cannot be texted', 'SMS 마케팅을 받을 수 없는 사람.'],
  ])('%s', (name, text) => expect(one('ko', name)).toBe(text));
  it('ends each condition by its place: or, and, people', () =>
    expect(say('ko', { condition_groups: [{ conditions: [of('at least once'), of('in a list')] }, { conditions: [of('in the EU')] }] })).toBe('전체 기간 동안 ‘예약 완료’가 1회 이상 있거나 ‘Newsletter’에 속해 있고, 유럽 연합에 있는 사람.'));
  it('chooses particles by the sound before them', () => {
    const called = (value: string) => say('ko', { condition_groups: [{ conditions: [{ type: 'profile-property', property: '이름', filter: { type: 'string', operator: 'contains', value } }] }] });
    expect(called('민준')).toContain('‘민준’을 포함하는');
    expect(called('서아')).toContain('‘서아’를 포함하는');
    const start = (value: string) => say('ko', { condition_groups: [{ conditions: [{ type: 'profile-property', property: '이름', filter: { type: 'string', operator: 'starts-with', value } }] }] });
    expect(start('김')).toContain('‘김’으로 시작하는');
    expect(start('별')).toContain('‘별’로 시작하는');
  });
});
