// Numbers, money, days and instants in the reader's language.
// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { Birthday, Money } from '../api/schema';
import { formatTag } from './languages';

export type By = 'day' | 'week' | 'month';
/** A calendar day as an instant that shows as that day in UTC. */
const noon = (day: string) => new Date(`${day.length === 7 ? day + '-01' : day}T12:00:00Z`);

const capital = (text: string, tag: string) => { const [first = '', ...rest] = [...text]; return first.toLocaleUpperCase(tag) + rest.join(''); };

export function makeFormat(tag: string, zone: string) {
  const dates = new Map<string, Intl.DateTimeFormat>();
  const date = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options);
    let made = dates.get(key);
    if (!made) dates.set(key, (made = new Intl.DateTimeFormat(tag, options)));
    return made;
  };
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    let made = numbers.get(key);
    if (!made) numbers.set(key, (made = new Intl.NumberFormat(tag, options)));
    return made;
  };
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const shortNumber = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const conjunction = new Intl.ListFormat(tag, { type: 'conjunction' });
  const currencyFormat = (currency: string, digits?: number) => number({ style: 'currency', currency, ...(digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits }) });
  const units = (n: number, unit: string) => number({ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(n);
  const same = (a: string, b: string) => a.slice(0, 4) === b.slice(0, 4);

  return {
    tag, zone,
    number: (n: number) => whole.format(n),
    /** With the decimals that were given, three at most. */
    exact: (n: number) => number({}).format(n),
    decimal: (n: number) => tenth.format(n),
    compact: (n: number) => shortNumber.format(n),
    percent: (ratio: number) => share.format(ratio),
    money: (m: Money) => currencyFormat(m.currency).format(Number(m.amount)),
    /** Without minor units, for headlines. */
    roundMoney: (m: Money) => currencyFormat(m.currency, 0).format(Number(m.amount)),
    /** For an axis, where the currency is plain from what stands around it. */
    shortMoney: (m: Money) => number({ style: 'currency', currency: m.currency, currencyDisplay: 'narrowSymbol', notation: Number(m.amount) < 10_000 ? 'standard' : 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }).format(Number(m.amount)),
    list: (items: string[]) => conjunction.format(items),
    /** Between a name and what is said of it; French sets a space before it. */
    colon: tag.startsWith('fr') ? '\u00a0: ' : ': ',
    day: (day: string) => date({ timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(noon(day)),
    /** At the head of a line, so with a capital in every language. */
    weekday: (day: string) => capital(date({ timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(noon(day)), tag),
    shortDay: (day: string) => date({ timeZone: 'UTC', day: 'numeric', month: 'short' }).format(noon(day)),
    month: (month: string) => date({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(noon(month)),
    range: (from: string, to: string) => date({ timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).formatRange(noon(from), noon(to)),
    bucket(start: string, end: string, by: By) {
      if (by === 'month' && start.endsWith('-01')) return date({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(noon(start));
      if (start === end) return date({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(noon(start));
      return date({ timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).formatRange(noon(start), noon(end));
    },
    axis: (start: string, by: By, previous?: string) =>
      date(by === 'month' ? { timeZone: 'UTC', month: 'short', ...(previous && same(previous, start) ? {} : { year: 'numeric' }) } : { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(noon(start)),
    instant: (iso: string, at = zone) => date({ timeZone: at, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
    longInstant: (iso: string, at = zone) => date({ timeZone: at, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' }).format(new Date(iso)),
    dayOf: (iso: string, at = zone) => date({ timeZone: at, day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(iso)),
    time: (iso: string, at = zone) => date({ timeZone: at, hour: 'numeric', minute: '2-digit' }).format(new Date(iso)),
    zoneName: (at: string) => {
      const name = date({ timeZone: at, timeZoneName: 'longGeneric' }).formatToParts(new Date()).find((part) => part.type === 'timeZoneName')?.value ?? at;
      return name;
    },
    /** A zone in a few letters, as of that day: "EDT", "GMT+9". */
    zoneOn: (day: string, at: string) => date({ timeZone: at, timeZoneName: 'short' }).formatToParts(noon(day)).find((part) => part.type === 'timeZoneName')?.value ?? at,
    birthday: (b: Birthday) => {
      const when = new Date(Date.UTC(b.year ?? 2024, b.month - 1, b.day, 12));
      return date({ timeZone: 'UTC', day: 'numeric', month: 'long', ...(b.year ? { year: 'numeric' as const } : {}) }).format(when);
    },
    monthName: (month: number) => date({ timeZone: 'UTC', month: 'long' }).format(new Date(Date.UTC(2024, month - 1, 15))),
    /** "5 minutes ago", "in 20 minutes". */
    relative(iso: string, now: number) {
      const seconds = (Date.parse(iso) - now) / 1000;
      const size = Math.abs(seconds);
      if (size < 45) return relative.format(Math.abs(seconds) < 10 ? 0 : Math.round(seconds), 'second');
      if (size < 45 * 60) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 22 * 3600) return relative.format(Math.round(seconds / 3600), 'hour');
      if (size < 26 * 86400) return relative.format(Math.round(seconds / 86400), 'day');
      if (size < 320 * 86400) return relative.format(Math.round(seconds / (30.44 * 86400)), 'month');
      return relative.format(Math.round(seconds / (365.25 * 86400)), 'year');
    },
    duration(seconds: number) {
      if (seconds < 60) return units(Math.max(1, Math.round(seconds)), 'second');
      if (seconds < 3600) return units(Math.round(seconds / 60), 'minute');
      const minutes = Math.round(seconds / 60), rest = minutes % 60;
      return units(Math.floor(minutes / 60), 'hour') + (rest ? ` ${units(rest, 'minute')}` : '');
    },
  };
}

export type Format = ReturnType<typeof makeFormat>;

const made = new Map<string, Format>();
/** The account's zone; UTC before anybody signed in. */
export const ZoneContext = createContext('UTC');

/** Formats are made once a language and zone: what they are made of is dear, and each line of a table asks. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const tag = formatTag(i18n.language), zone = useContext(ZoneContext);
  const key = `${tag} ${zone}`;
  let format = made.get(key);
  if (!format) made.set(key, (format = makeFormat(tag, zone)));
  return format;
}
