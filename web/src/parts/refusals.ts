// What the server says of a field most often (src/api/fields.cpp), and what fields are called, in the reader's language.
// SPDX-License-Identifier: Apache-2.0
import type { TFunction } from 'i18next';
import type { Problem } from '../api/problem';

function reasonOf(t: TFunction, detail: string): string | undefined {
  if (detail === 'is required') return t('problem.required');
  if (detail.startsWith('has at most ')) return t('problem.too_long');
  if (detail.startsWith('has at least ')) return t('problem.too_short');
  return detail === 'is not an email address' ? t('problem.not_email') : undefined;
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

/** A sentence for a refusal whose code has none, and whether the server's words say more. */
export function toldBy(t: TFunction, problem: Problem): { sentence: string; isWhole: boolean } {
  const reason = reasonOf(t, problem.detail);
  if (reason) return { sentence: reason, isWhole: true };
  const field = nameOfField(t, problem.pointer);
  return { sentence: field ? t('problem.invalid_field', { field }) : t('problem.invalid'), isWhole: false };
}
