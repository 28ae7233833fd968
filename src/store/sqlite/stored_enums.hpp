// Pins the numbers under which enumerators are stored, so that reordering one does not compile.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "store/store.hpp"

namespace regulars::store::sqlite {

/// Whether enumerators are numbered from 0 in this order; new ones may only follow.
template <class... E>
consteval bool stand_in_order(E... enumerators) {
    int expected = 0;
    return ((std::to_underlying(enumerators) == expected++) && ...);
}

static_assert(stand_in_order(model::Role::owner, model::Role::admin, model::Role::analyst));
static_assert(stand_in_order(model::IntegrationKind::opentable, model::IntegrationKind::toast,
                             model::IntegrationKind::lightspeed));
static_assert(stand_in_order(model::IntegrationStatus::active, model::IntegrationStatus::paused,
                             model::IntegrationStatus::stopped));
static_assert(stand_in_order(model::RunKind::backfill, model::RunKind::scheduled,
                             model::RunKind::manual, model::RunKind::hinted));
static_assert(stand_in_order(model::RunOutcome::running, model::RunOutcome::succeeded,
                             model::RunOutcome::failed, model::RunOutcome::interrupted));
static_assert(stand_in_order(model::RunTrouble::unreachable, model::RunTrouble::credentials_wrong,
                             model::RunTrouble::access_revoked, model::RunTrouble::rate_limited,
                             model::RunTrouble::vendor_failing,
                             model::RunTrouble::unexpected_answer, model::RunTrouble::interrupted,
                             model::RunTrouble::internal));
static_assert(stand_in_order(model::SegmentDays::account, model::SegmentDays::utc));
static_assert(stand_in_order(model::RunStage::people, model::RunStage::history,
                             model::RunStage::finishing, model::RunStage::shipments));
static_assert(stand_in_order(model::IdentifierKind::vendor, model::IdentifierKind::external,
                             model::IdentifierKind::email, model::IdentifierKind::phone));
static_assert(stand_in_order(model::OptIn::single_opt_in, model::OptIn::double_opt_in));
static_assert(stand_in_order(model::JoinedBy::integration, model::JoinedBy::import,
                             model::JoinedBy::form, model::JoinedBy::manual, model::JoinedBy::api));
static_assert(stand_in_order(model::UnsubscribeFrom::everything, model::UnsubscribeFrom::the_list));
static_assert(stand_in_order(
    model::SuppressionReason::hard_bounce, model::SuppressionReason::soft_bounces,
    model::SuppressionReason::invalid_email, model::SuppressionReason::spam_complaint,
    model::SuppressionReason::user_suppressed, model::SuppressionReason::prior_esp));
static_assert(stand_in_order(model::Channel::email, model::Channel::sms));
static_assert(stand_in_order(model::ConsentState::never_subscribed, model::ConsentState::subscribed,
                             model::ConsentState::unsubscribed));
static_assert(stand_in_order(model::ConsentBy::person, model::ConsentBy::vendor));
static_assert(stand_in_order(model::ImportState::uploading, model::ImportState::ready,
                             model::ImportState::checking, model::ImportState::importing,
                             model::ImportState::imported, model::ImportState::failed,
                             model::ImportState::undoing, model::ImportState::undone));
static_assert(stand_in_order(ChangeKind::profile, ChangeKind::profile_removed, ChangeKind::events,
                             ChangeKind::event_updated, ChangeKind::event_removed,
                             ChangeKind::membership, ChangeKind::consent, ChangeKind::integration,
                             ChangeKind::merge, ChangeKind::segment));
static_assert(stand_in_order(model::SegmentCause::event, model::SegmentCause::profile,
                             model::SegmentCause::instant, model::SegmentCause::edit));

}  // namespace regulars::store::sqlite
