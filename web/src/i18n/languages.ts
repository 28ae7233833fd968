// The languages, how one is chosen, and where its words are.
// SPDX-License-Identifier: Apache-2.0
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '../api/schema';

export const languages: { code: Locale; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
  { code: 'fr', name: 'Français' },
  { code: 'ko', name: '한국어' },
];
const words = {
  en: () => import('../locales/en.json?part=rest'),
  es: () => import('../locales/es.json?part=rest'),
  fr: () => import('../locales/fr.json?part=rest'),
  ko: () => import('../locales/ko.json?part=rest'),
};
/** Words of one part of the app, fetched with its pages. */
const parts = {
  imports: {
    en: () => import('../locales/en.json?part=imports'),
    es: () => import('../locales/es.json?part=imports'),
    fr: () => import('../locales/fr.json?part=imports'),
    ko: () => import('../locales/ko.json?part=imports'),
  },
  integrations: {
    en: () => import('../locales/en.json?part=integrations'),
    es: () => import('../locales/es.json?part=integrations'),
    fr: () => import('../locales/fr.json?part=integrations'),
    ko: () => import('../locales/ko.json?part=integrations'),
  },
  audience: {
    en: () => import('../locales/audience/en.json'),
    es: () => import('../locales/audience/es.json'),
    fr: () => import('../locales/audience/fr.json'),
    ko: () => import('../locales/audience/ko.json'),
  },
};
export type WordsPart = keyof typeof parts;
const wanted = new Set<WordsPart>(), added = new Set<string>();
const key = 'regulars-language';
const isKnown = (code: string | null | undefined): code is Locale => !!code && code in words;

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is blocked: the choice lasts as long as the page
  }
}

/** The reader's own choice, else the organization's language, else the browser's. */
export function preferred(organization?: Locale): Locale {
  const own = stored();
  if (isKnown(own)) return own;
  if (isKnown(organization)) return organization;
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isKnown) ?? 'en';
}

let started: Promise<void> | undefined;

async function addPart(part: WordsPart, code: Locale) {
  const { default: more } = await parts[part][code]();
  await started;
  if (!added.has(part + code)) i18next.addResourceBundle(code, 'app', more, true);
  added.add(part + code);
}

/** Has the words of a part at hand, in this language and in those chosen later. */
export async function alsoSpeak(part: WordsPart) {
  wanted.add(part);
  await addPart(part, (i18next.language as Locale | undefined) ?? preferred());
}

export async function speak(code: Locale) {
  if (!i18next.hasResourceBundle(code, 'app')) i18next.addResourceBundle(code, 'app', (await words[code]()).default);
  await Promise.all([...wanted].map((part) => addPart(part, code)));
  await i18next.changeLanguage(code);
  document.documentElement.lang = code;
}

export async function choose(code: Locale) {
  try {
    localStorage.setItem(key, code);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
  await speak(code);
}

export const startLanguages = () => (started = start(preferred()));

async function start(code: Locale) {
  await i18next.use(initReactI18next).init({
    lng: code, fallbackLng: false, defaultNS: 'app', ns: ['app'], resources: { [code]: { app: (await words[code]()).default } },
    interpolation: { escapeValue: false }, returnNull: false, react: { useSuspense: false },
  });
  document.documentElement.lang = code;
}

/** The tag numbers and dates are written by: the browser's own variant of the language where it has one. */
export function formatTag(code: string) {
  return navigator.languages.find((tag) => tag.slice(0, 2).toLowerCase() === code) ?? code;
}
