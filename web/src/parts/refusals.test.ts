// Whatever the server refuses or notices has words in every language: its sources are read for what it can send.
// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../api/problem';
import { noticed } from '../integrations/notices';
import { codes, namesIn, reasonOf, toldBy } from './refusals';

const src = join(import.meta.dirname, '../../../src');
const languages = ['en', 'es', 'fr', 'ko'] as const;
const words = Object.fromEntries(languages.map((l) => [l, JSON.parse(readFileSync(join(import.meta.dirname, `../locales/${l}.json`), 'utf8'))])) as Record<(typeof languages)[number], { problem: Record<string, string> }>;
/** The C++ sources of a room, with texts that go on in the next line joined. */
const sources = (room: string, wanted = /\.[ch]pp$/) =>
  readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).filter((f) => wanted.test(f) && !/_test\.|_fuzz\./.test(f)).map((f) => readFileSync(join(src, room, f), 'utf8').replace(/"\s*\n\s*"/g, '')).join('\n');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((m) => m[1] ?? '');
const said = new Map<string, TFunction>();
const t = (language: string) => said.get(language)!;
beforeAll(async () => {
  await i18next.init({ lng: 'en', defaultNS: 'app', resources: Object.fromEntries(languages.map((l) => [l, { app: words[l] }])), interpolation: { escapeValue: false } });
  for (const l of languages) said.set(l, i18next.getFixedT(l));
});

describe('a refusal', () => {
  // Webhooks answer vendors, hosted pages speak for themselves; neither is the app.
  const api = sources('api', /^(?!hosted|webhook)[^/]*\.[ch]pp$/);
  const entries = sources('ingest', /^(?:consenting|subscription_writer|suppressing)\.cpp$/);
  const sent = new Set([...all(api, /\b[45]\d\d,\s*"([a-z_]+)"/g), ...all(api, /ErrorKind::\w+, \d+, "([a-z_]+)"/g), ...all(api, /problem\.code = "([a-z_]+)"/g), ...all(api, /constexpr std::string_view ([a-z_]+) = "\1"/g), ...all(entries, /\brefuse\(\s*"([a-z_]+)"/g)]);
  /** Told by the field, or by the status. */
  const general = new Set(['invalid', 'internal']);

  it('has a sentence of its own for every code that the server can send', () => {
    expect([...sent]).toEqual(expect.arrayContaining(['in_use', 'list_in_use', 'asks_for_itself', 'conflict', 'no_address', 'limit_reached', 'invalid']));
    expect([...sent].filter((code) => !codes.has(code) && !general.has(code))).toEqual([]);
  });

  it('has that sentence in every language, and none that nobody sends', () => {
    const own = new Set(['offline', 'storage_blocked']); // the browser's
    expect([...codes].filter((code) => !sent.has(code) && !own.has(code))).toEqual([]);
    for (const l of languages) expect([...codes].filter((code) => ![code, `${code}_other`].some((key) => words[l].problem[key]))).toEqual([]);
  });

  it('names what stands in the way', () => {
    expect(namesIn("segments ask for its members; change or delete them first: 'VIPs', 'Ben's list' and 3 more")).toEqual({ names: ['VIPs', 'Ben\'s list'], more: 3 });
    const problem = new Problem(409, 'in_use', "segments ask for its members; change or delete them first: 'VIPs', 'Regulars' and 2 more");
    expect(toldBy(t('fr'), problem, 'fr')).toEqual({ sentence: 'Suppression impossible tant que d’autres segments font appel à ses membres : VIPs, Regulars et 2 de plus. Modifiez-les ou supprimez-les d’abord.', isWhole: true });
  });

  it('of the page itself says nothing in English to others', () => {
    const { sentence, isWhole } = toldBy(t('es'), new Problem(0, 'internal', 'x is not a function'), 'es');
    expect(sentence).toBe('Algo falló en esta página. No se cambió nada. Vuelve a cargarla.');
    expect(isWhole).toBe(false); // the browser's words stand apart
  });

  it('of a field is told in the reader’s words wherever a form can meet it', () => {
    const fields = sources('api', /^(?:fields|setup_resource|users_resource|api_keys_resource|organization_resource|me_resource|lists_resource)\.cpp$/);
    const settings = sources('sources', /settings\.cpp$|^setting_fields\.cpp$/);
    const texts = [...all(fields, /wrong\(\s*(?:name|"\w+"),\s*(?:[^,;"]*\?\s*)?(?:fmt::format\()?"([^"]+)"/g), ...all(fields, /: fmt::format\("([^"]+)"/g), ...all(settings, /wrong_setting\(\s*(?:field|"\w+"),\s*(?:fmt::format\()?"([^"]+)"/g), 'has neither a profile nor an address'];
    // Of no form: only a program can send these, or an operator set them.
    const unmet = new Set(['is an object', 'is a text, not {}', 'is a list of texts, not {}', 'is a list of texts, none of them empty', 'is an address that begins with https:// or http://', 'is 0 (no limit) or at least 0.001', 'holds Toast restaurant GUIDs, such as 1ca55347-2a8a-404c-9d69-215242e958ec', 'has neither a profile nor an address']);
    expect(texts.length).toBeGreaterThan(25);
    expect([...new Set(texts)].filter((text) => !unmet.has(text) && !reasonOf(t('en'), text.replaceAll('{}', '7')))).toEqual([]);
    expect(reasonOf(t('ko'), 'has 10 to 200 bytes')).toBe('10자에서 200자까지 입력하세요.');
    expect(reasonOf(t('fr'), 'is a whole number from 1 to 1440')).toBe('Il faut un nombre de 1 à 1\u202f440.');
  });
});

describe('a notice', () => {
  it('of every connector is told in the reader’s language', () => {
    const toast = sources('sources/toast', /^reader\.cpp$/), opentable = sources('sources/opentable', /^connector\.cpp$/), runner = sources('sources', /^runner\.cpp$/);
    const texts = [...all(toast, /\bsay\(\s*(?:fmt::format\()?"([^"]+)"/g), ...all(opentable, /copper_notice =\s*"([^"]+)"/g), ...all(runner, /sync\.tell\(fmt::format\("([^"]+)"/g)];
    expect(texts.length).toBe(5);
    for (const text of texts) {
      const { told, rest } = noticed(t('ko'), text.replaceAll('{}', 'Mill Lane'));
      expect(rest).toBe('');
      expect(told).toMatch(/\p{Script=Hangul}/u);
    }
    expect(noticed(t('es'), `${texts[2]} Something new.`)).toEqual({ told: t('es')('notice.orders_again'), rest: 'Something new.' });
  });
});
