// Reasons for leaving a record out that have words of their own; others are shown as the server names them.
// SPDX-License-Identifier: Apache-2.0
export const reasons = new Set(['walk_in_without_guest', 'no_guest', 'guest_forgotten', 'guest_not_found', 'no_personal_data', 'before_history', 'malformed', 'assumed_seated', 'created_before_history', 'unknown_state']);
