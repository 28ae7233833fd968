// Every word stands in every language, is used, keeps its placeholders and has the plurals of its language.
// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { reasons } from '../integrations/exclusionReasons';
import { partOfWords } from './parts';

const root = join(import.meta.dirname, '..');
const languages = ['en', 'es', 'fr', 'ko'] as const;
type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const wordsIn = (file: string) => [...flat(JSON.parse(readFileSync(join(root, 'locales', file), 'utf8')) as Tree)];
const words = Object.fromEntries(languages.map((l) => [l, new Map([...wordsIn(`${l}.json`), ...wordsIn(`audience/${l}.json`)])])) as Record<(typeof languages)[number], Map<string, string>>;
const categories = Object.fromEntries(languages.map((l) => [l, new Intl.PluralRules(l).resolvedOptions().pluralCategories]));
const plural = /_(zero|one|two|few|many|other)$/;
/** A vendor's own wording of a sentence that others share. */
const ownWording = /_(toast|lightspeed)$/;
const base = (key: string) => key.replace(plural, '');
const isVendor = (key: string) => key.startsWith('vendor.');
const bases = (l: (typeof languages)[number]) => new Set([...words[l].keys()].map(base));
const counted = new Set([...words.en.keys()].filter((k) => !isVendor(k) && plural.test(k)).map(base));

/** What the sources ask for: whole keys, patterns of computed keys, and texts that no translation reaches. */
function scan() {
  const keys = new Set<string>(), patterns: RegExp[] = [], bare: string[] = [];
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f) && !/\.test\.ts$|\.d\.ts$/.test(f));
  const shown = new Set(['label', 'placeholder', 'title', 'description', 'aria-label', 'alt']);
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
    const take = (node: ts.Expression | undefined): void => {
      if (!node) return;
      if (ts.isStringLiteralLike(node)) keys.add(node.text);
      else if (ts.isConditionalExpression(node)) { take(node.whenTrue); take(node.whenFalse); }
      else if (ts.isTemplateExpression(node)) patterns.push(new RegExp('^' + [node.head.text, ...node.templateSpans.map((s) => s.literal.text)].map((t) => t.replace(/[.]/g, '\\.')).join('[a-z0-9_-]+') + '$'));
      else bare.push(`${file}: t(${node.getText()})`);
    };
    const walk = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') take(node.arguments[0]);
      if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text) && node.text.trim() !== 'Regulars') bare.push(`${file}: ${node.text.trim()}`);
      if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer) && shown.has(node.name.getText()) && /\p{L}{2,}/u.test(node.initializer.text)) bare.push(`${file}: ${node.getText()}`);
      ts.forEachChild(node, walk);
    };
    walk(source);
  }
  return { keys, patterns, bare };
}

describe('words', () => {
  const used = scan();

  it('stand in the sources only as keys', () => expect(used.bare.filter((text) => !/pk_…/.test(text))).toEqual([]));

  it('exist for every key the sources name', () => expect([...used.keys].filter((key) => !bases('en').has(key))).toEqual([]));

  it('of one part of the app are not said twice', () => {
    const everywhere = new Set(wordsIn('en.json').map(([key]) => key));
    expect(wordsIn('audience/en.json').filter(([key]) => everywhere.has(key))).toEqual([]);
  });

  for (const [part, prefixes] of Object.entries(partOfWords))
    it(`of ${part} are asked for by no other part`, () => {
      const asks = (file: string) => prefixes.some((prefix) => new RegExp(`['"\`]${prefix}\\.[a-z$]`).test(readFileSync(join(root, file), 'utf8').replace(/\/\*.*?\*\/|\/\/.*$/gms, '')));
      const importsOf = (file: string) => [...readFileSync(join(root, file), 'utf8').matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map((m) => join(dirname(file), m[1] ?? m[2] ?? '')).flatMap((name) => [`${name}.ts`, `${name}.tsx`].filter((f) => existsSync(join(root, f))));
      const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f) && !/\.test\.ts$|\.d\.ts$/.test(f) && !f.startsWith(`${part}/`) && f !== 'routes.tsx');
      const reached = new Set<string>();
      const visit = (file: string): void => { if (!reached.has(file)) { reached.add(file); importsOf(file).filter((f) => f !== 'routes.tsx').forEach(visit); } };
      files.forEach(visit);
      expect(reached.size).toBeGreaterThan(50);
      expect([...reached].filter(asks)).toEqual([]);
    });

  it('exist for every computed key', () => expect(used.patterns.filter((p) => ![...bases('en')].some((key) => p.test(key))).map(String)).toEqual([]));

  it('are all used', () => expect([...bases('en')].filter((key) => !isVendor(key) && ![key, key.replace(ownWording, '')].some((k) => used.keys.has(k) || used.patterns.some((p) => p.test(k))))).toEqual([]));

  for (const l of languages) {
    it(`${l} has every key, no other, and the plurals of its language`, () => {
      const wanted = [...words.en.keys()].filter((key) => isVendor(key) || !counted.has(base(key)));
      for (const key of counted) for (const category of categories[l] ?? []) wanted.push(`${key}_${category}`);
      expect([...words[l].keys()].sort()).toEqual(wanted.sort());
    });
    it(`${l} keeps the placeholders`, () => {
      const holes = (text: string) => [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]))].sort();
      const wrong = [...words[l]].filter(([key, text]) => {
        const original = words.en.get(key) ?? words.en.get(base(key) + '_other') ?? '';
        return holes(text).join() !== holes(original).join();
      });
      expect(wrong).toEqual([]);
    });
    it(`${l} has no empty word`, () => expect([...words[l]].filter(([, text]) => !text.trim())).toEqual([]));
  }

  it('are translated', () => {
    const same = new Set(['chart.operator', 'nav.analytics', 'place.restaurants_one', 'place.restaurants_other', 'segment.rfm_champions']); // the same word in French
    for (const l of ['es', 'fr', 'ko'] as const) {
      const left = [...words[l]].filter(([key, text]) => !isVendor(key) && !same.has(key) && text === words.en.get(key) && /\p{Ll}{4,}.*\p{Ll}{4,}/u.test(text.replace(/\{\{.*?\}\}/g, '')));
      expect(left).toEqual([]);
    }
  });

  it('avoid the known translation errors of the field', () => {
    const traps = [/mediana empresa/i, /\$valor/, /tamaño de la fiesta/i, /taille de la fête/i, /\bservidor\b.*reserva/i, /ventanilla/i, /sin cita previa/i, /은퇴한/, /진행 중'/, /ordre remboursé/i, /nombre d.invités/i];
    expect(languages.flatMap((l) => [...words[l]].filter(([key, text]) => traps.some((trap) => trap.test(`${l} ${key}: ${text}`))))).toEqual([]);
    expect(words.es.get('vendor.property.Server')).not.toBe('Servidor');
    expect(words.fr.get('vendor.value.Visit Tags.birthday')).not.toBe(words.fr.get('vendor.value.Visit Tags.anniversary'));
  });
});

describe('reasons of exclusion', () => {
  for (const [kind, known] of Object.entries(reasons))
    it(`of ${kind} are told in words`, () => {
      const has = (key: string) => words.en.has(key) || words.en.has(`${key}_${kind}`);
      expect([...known].filter((reason) => !has(`exclusion.${reason}`) || !has(`exclusion.${reason}_about`))).toEqual([]);
    });
});

describe('names of the product’s own events', () => {
  const source = (file: string) => readFileSync(join(root, '../../src/ingest', file), 'utf8');
  const own = source('product_events.cpp'), match = source('pos_match.hpp');
  const metrics = [...own.matchAll(/ProductMetric::\w+, "([^"]+)"/g)].map((m) => m[1]);
  const properties = [...[...own.matchAll(/\bmember\("([^"]+)"/g)].map((m) => m[1]), ...[...match.matchAll(/_property = "([^"]+)"/g)].map((m) => m[1])];
  it('are told in every language', () => {
    expect(metrics.length).toBe(6);
    expect(properties).toEqual(expect.arrayContaining(['List', 'List ID', 'Method', 'Source', 'Value Source', 'Matched Order']));
    for (const l of languages) expect([...metrics.map((name) => `vendor.metric.${name}`), ...properties.map((name) => `vendor.property.${name}`)].filter((key) => !words[l].has(key))).toEqual([]);
  });
});

describe('computed words', () => {
  const api = JSON.parse(readFileSync(join(root, '../../src/api/openapi.json'), 'utf8')) as { components: { schemas: Record<string, never> } };
  const at = (path: string): string[] => path.split('.').reduce<never>((node, key) => node[key] as never, api.components.schemas as never) as string[];
  const families: [string, string, string[]?][] = [
    ['health', 'Integration.properties.health.enum'], ['attention', 'Attention.properties.code.enum'], ['consent', 'ConsentState.enum'], ['role', 'Role.enum'], ['role', 'Role.enum', ['_about']],
    ['check', 'CheckResult.properties.code.enum'], ['check', 'CheckResult.properties.code.enum', ['_advice']], ['run_problem', 'RunProblem.properties.code.enum', ['', '_advice']], ['runs.kind', 'Run.properties.kind.enum'], ['runs.outcome', 'Run.properties.outcome.enum'],
    ['channel', 'Consent.properties.channel.enum'], ['identifier', 'Profile.properties.identifiers.items.properties.kind.enum'], ['browse', 'IntegrationKind.enum'], ['chart.operator', 'Condition.properties.operator.enum'], ['chart.says', 'Condition.properties.operator.enum'],
    ['backfill.stage', 'Backfill.properties.stage.enum'], ['check.step', 'CheckResult.properties.steps.items.properties.step.enum'], ['check.outcome', 'CheckResult.properties.steps.items.properties.outcome.enum'], ['consent.by', 'ConsentEntry.properties.by.enum'],
  ];
  for (const [prefix, path, suffixes = ['']] of families) {
    it(`name every ${path} as ${prefix}${suffixes.join()}`, () => {
      const glue = prefix.includes('.') ? '_' : '.';
      const wanted = at(path).filter((v) => !(v === 'ok' && suffixes.includes('_advice'))).flatMap((v) => suffixes.map((s) => `${prefix}${glue}${v}${s}`));
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.filter((key) => !bases('en').has(key))).toEqual([]);
    });
  }
});
