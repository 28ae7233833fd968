// Why a record made no event: the words each kind's connector uses.
// SPDX-License-Identifier: Apache-2.0
import type { IntegrationKind } from '../api/schema';

export const reasons: Record<IntegrationKind, Set<string>> = {
  opentable: new Set(['walk_in_without_guest', 'no_guest', 'guest_forgotten', 'guest_not_found', 'no_personal_data', 'before_history', 'malformed', 'assumed_seated', 'created_before_history', 'unknown_state']),
  toast: new Set(['guest_forgotten', 'deleted', 'test_mode', 'excess_food', 'voided', 'not_approved', 'no_items', 'source_not_selected', 'no_contact', 'before_history', 'malformed']),
  lightspeed: new Set(['guest_forgotten', 'not_completed', 'archived', 'voided', 'zero_value', 'no_customer', 'no_email', 'before_history', 'malformed', 'shipment_not_shipped', 'shipment_without_customer', 'shipment_zero_value']),
};
