// Toast's settings as its form holds them, and what of them is sent: only what differs from the defaults.
// SPDX-License-Identifier: Apache-2.0
import type { ToastSettings } from '../api/schema';

export type ToastChoices = Pick<ToastSettings, 'restaurants'> & Required<Pick<ToastSettings, 'sources' | 'history_years' | 'product_per' | 'product_value' | 'fulfilled_when' | 'interval_minutes'>>;

/** Where an order may come from, by Toast's words; the first eight are online. */
export const onlineSources = ['Online', 'Toast Pickup App', 'Toast Local', 'Branded Online Ordering', 'Branded Mobile App', 'Catering Online Ordering', 'eCommerce Online ordering', 'Google'];
export const knownSources = [...onlineSources, 'In Store', 'Kiosk', 'Order-and-Pay-at-Table', 'Toast Tables', 'Caller Id', 'Invoice', 'Catering', 'API', 'Grubhub'];

export const toastDefaults: Omit<ToastChoices, 'restaurants'> = { sources: onlineSources, history_years: 3, product_per: 'line', product_value: 'line', fulfilled_when: 'auto', interval_minutes: 30 };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isGuid = (text: string) => guid.test(text);
/** As Toast writes them, each once. */
export const tidyGuids = (texts: string[]) => [...new Set(texts.map((text) => text.trim().toLowerCase()).filter(Boolean))];

export const choicesOf = (settings: Partial<ToastSettings>): ToastChoices => {
  const { restaurants = [], sources, history_years, product_per, product_value, fulfilled_when, interval_minutes } = settings;
  return {
    restaurants, sources: sources ?? toastDefaults.sources, history_years: history_years ?? toastDefaults.history_years,
    product_per: product_per ?? toastDefaults.product_per, product_value: product_value ?? toastDefaults.product_value, fulfilled_when: fulfilled_when ?? toastDefaults.fulfilled_when,
    interval_minutes: interval_minutes ?? toastDefaults.interval_minutes,
  };
};

const same = (a: unknown, b: unknown) => JSON.stringify(Array.isArray(a) ? [...a].sort() : a) === JSON.stringify(Array.isArray(b) ? [...b].sort() : b);

/** For a new integration: a default goes unsaid, so that it may become better. */
export function settingsOf(choices: ToastChoices): Record<string, unknown> {
  const { restaurants, ...rest } = choices;
  return { restaurants, ...Object.fromEntries(Object.entries(rest).filter(([name, value]) => !same(value, toastDefaults[name as keyof typeof toastDefaults]))) };
}

/** For a change: what differs from before; null gives a default again. */
export function changesOf(choices: ToastChoices, before: ToastChoices): Record<string, unknown> {
  const wanted = settingsOf(choices);
  const changed = (Object.keys(choices) as (keyof ToastChoices)[]).filter((name) => !same(choices[name], before[name]));
  return Object.fromEntries(changed.map((name) => [name, wanted[name] ?? null]));
}
