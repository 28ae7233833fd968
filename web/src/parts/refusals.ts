// What the server refuses, in the reader's language: by its code, or by what it says of a field.
// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from 'i18next';
import type { Problem } from '../api/problem';

/** The codes with a sentence of their own, "problem.CODE"; words.test.ts holds the server's sources to them. "invalid" and "internal" are told by what else is known. */
export const codes = new Set([
  'already_set_up', 'another_account', 'asks_for_itself', 'authorization_expired', 'authorization_mismatch', 'authorization_refused', 'changed_meanwhile', 'conflict', 'csrf', 'email_taken', 'full', 'in_use', 'last_owner', 'limit_reached', 'list_in_use',
  'name_taken', 'no_address', 'not_allowed', 'not_confirmed', 'not_found', 'not_running', 'offline', 'restaurant_connected', 'signed_out', 'single_opt_in', 'storage_blocked', 'too_large', 'too_many_attempts', 'too_many_members', 'unavailable', 'unsubscribed',
  'wrong_current_password', 'wrong_password',
]);
/** Of these the server's words say more: who, or which. */
const saysMore = new Set(['asks_for_itself', 'conflict', 'restaurant_connected', 'single_opt_in']);

/** The names at the end of a refusal, "…: 'VIPs', 'Lapsed' and 3 more" (src/analytics/asked_for.cpp). */
export function namesIn(detail: string): { names: string[]; more: number } {
  const [, all, more] = /: '(.+)'(?: and (\d+) more)?$/.exec(detail) ?? [];
  return { names: all?.split("', '") ?? [], more: Number(more ?? 0) };
}

type Said = [words: RegExp, say: (t: TFunction, found: string[]) => string];
/** What is said of a field (src/api/fields.cpp, src/sources/setting_fields.cpp, the vendors' settings). */
const reasons: Said[] = [
  [/^(?:is required$|names at least one |is a list of at least one )/, (t) => t('problem.required')],
  [/^(?:has at most |is longer than |is too long)/, (t) => t('problem.too_long')],
  [/^has at least /, (t) => t('problem.too_short')],
  [/^has (\d+) to (\d+) bytes$/, (t, [, least, most]) => t('problem.length', { least: Number(least), most: Number(most) })],
  [/^is a (?:whole )?number from (-?[\d.]+) to (-?[\d.]+)$/, (t, [, least, most]) => t('problem.between', { least: Number(least), most: Number(most) })],
  [/^holds at most (\d+)$/, (t, [, most]) => t('problem.at_most', { count: Number(most) })],
  [/ not an email address$/, (t) => t('problem.not_email')],
  [/ not a phone number$/, (t) => t('problem.not_phone')],
  [/, digits only$/, (t) => t('problem.not_digits')],
  [/^is a da(?:te|y) /, (t) => t('problem.not_date')],
  [/^holds a control character$/, (t) => t('problem.control_character')],
  [/^[Tt]here is no such list/, (t) => t('problem.no_such_list')],
  [/^The list '.+' is double opt-in: /, (t) => t('problem.double_opt_in')],
  [/^is (?:one of |no (?:time zone|currency code) |a country code |an app that |single or double$|all or list$|account or utc$|true or false$)|^names an unknown /, (t) => t('problem.no_such_choice')],
];

/** None where the server's words are not among those known. */
export function reasonOf(t: TFunction, detail: string): string | undefined {
  for (const [words, say] of reasons) {
    const found = words.exec(detail);
    if (found) return say(t, found);
  }
  return undefined;
}

/** By the last word of a refusal's pointer. */
function nameOfField(t: TFunction, pointer: string): string | undefined {
  const names: Record<string, () => string> = {
    country: () => t('field.country'), currency: () => t('field.currency'), email: () => t('field.email'), first_name: () => t('field.first_name'), last_name: () => t('field.last_name'), name: () => t('profiles.name'),
    new_password: () => t('field.password'), password: () => t('field.password'), phone: () => t('field.phone'), properties: () => t('properties.title'), role: () => t('users.role'), scopes: () => t('keys.scopes'), time_zone: () => t('field.time_zone'),
  };
  const name = pointer.split('/').at(-1) ?? '';
  return Object.hasOwn(names, name) ? names[name]?.() : undefined;
}

/** A sentence for a refusal, and whether the server's own words would say more. */
export function toldBy(t: TFunction, problem: Problem, language: string): { sentence: string; isWhole: boolean } {
  const { code, detail, pointer, status } = problem;
  if (code === 'too_many_attempts') return { sentence: t('problem.too_many_attempts', { count: Math.max(1, Math.ceil(problem.retryAfterSeconds / 60)) }), isWhole: true };
  if (code === 'in_use' || code === 'list_in_use') {
    const { names, more } = namesIn(detail);
    const listed = new Intl.ListFormat(language).format([...names, ...(more ? [t('problem.and_more', { count: more })] : [])]);
    return { sentence: t(`problem.${code}`, { names: listed }), isWhole: names.length > 0 };
  }
  if (codes.has(code)) return { sentence: t(`problem.${code}`), isWhole: !saysMore.has(code) || !detail };
  if (status >= 500) return { sentence: t('problem.internal'), isWhole: true };
  if (status === 0) return { sentence: t('problem.unexpected'), isWhole: !detail };
  const reason = reasonOf(t, detail);
  if (reason) return { sentence: reason, isWhole: true };
  const field = nameOfField(t, pointer);
  return { sentence: field ? t('problem.invalid_field', { field }) : t('problem.invalid'), isWhole: !detail };
}
