// Which states, filters and methods the grammar allows for a channel that can, or cannot, receive marketing.
// SPDX-License-Identifier: Apache-2.0
import type { ConsentCondition, ConsentFilter, Subscription } from './grammar';

export type Consent = ConsentCondition['consent'];

export function subscriptionsOf({ channel, can_receive_marketing: can }: Consent): Subscription[] {
  if (channel === 'push') return ['any'];
  if (channel === 'sms') return can ? ['subscribed'] : ['any', 'unsubscribed', 'never_subscribed'];
  return can ? ['any', 'subscribed', 'never_subscribed'] : ['any', 'unsubscribed', 'never_subscribed', 'subscribed'];
}

const suppressions = ['manual_suppression_date', 'bounce_date', 'invalid_email_date'];

/** The fields that filters may name. */
export function consentFields({ channel, can_receive_marketing: can, consent_status: { subscription } }: Consent): string[] {
  if (channel === 'push') return can ? ['status_date'] : [];
  if (channel === 'sms') return subscription === 'subscribed' ? ['status_date', 'method', 'is_rcs_capable'] : subscription === 'unsubscribed' ? ['status_date', 'method'] : [];
  if (can) return subscription === 'subscribed' ? ['status_date', 'method', 'is_double_opt_in', 'custom_source'] : [];
  return subscription === 'unsubscribed' ? ['status_date', 'method', ...suppressions] : suppressions;
}

/** Someone who cannot be mailed although subscribed, or never subscribed, is suppressed: the grammar wants to know how. */
export function consentStarts({ channel, can_receive_marketing: can }: Consent, subscription: Subscription): ConsentFilter[] | null {
  return channel === 'email' && !can && (subscription === 'subscribed' || subscription === 'never_subscribed') ? [{ field: 'manual_suppression_date', filter: { type: 'existence', operator: 'is-set' } }] : null;
}

export function consentMethods({ channel, can_receive_marketing: can }: Consent): string[] {
  if (channel === 'sms') return ['form', 'checkout', 'inbound_message', 'preference_page', 'manual_import', 'manual_add', 'sftp', ...(can ? [] : ['manual_remove', 'bulk_remove', 'carrier_deactivation', 'provided_landline', 'message_blocked', 'provided_no_age', 'failed_age_gate']), 'integration'];
  if (can) return ['form', 'preference_page', 'api', 'manual_import', 'manual_add', 'inbound_message', 'back_in_stock', 'sftp', 'integration'];
  return ['preference_page', 'one_click_unsubscribe', 'mailbox_provider', 'spam_complaint', 'manual_remove', 'manual_import', 'api', 'inbound_message', 'sftp', 'data_warehouse_import', 'profile_modification', 'integration'];
}
