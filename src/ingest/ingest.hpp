// The one door for every change to people and events.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/env.hpp"
#include "ingest/batch.hpp"
#include "ingest/subscriptions.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

struct PersonEdit {
    ProfileId profile;
    model::PersonFields expected;                      // as they were read
    std::optional<std::string> first_name, last_name;  // empty: what the sources say
    std::vector<std::pair<std::string, std::optional<model::Property>>>
        properties;  // nothing removes
};

/// What becomes of an integration's guests and events when it is removed.
enum class ItsData { keep, erase };

/// Whether two profiles that may be one person are two people.
enum class Apart { yes, unknown };

/// Applies Batches. Thread-safe as far as its store is.
class Ingest {
  public:
    Ingest(store::Store& store, Clock& clock, Random& random)
        : store_(store), clock_(clock), random_(random) {}

    /// Applies all of the Batches, one after the other, or nothing: in one transaction, cursors
    /// included. Applying them again changes nothing. Errors: conflict (a cursor moved since it was
    /// read: another runner was here), not_found (no such integration), exhausted (one is larger
    /// than its limits), and the store's.
    Result<Applied> apply(std::span<const Batch> batches);
    Result<Applied> apply(const Batch& batch) { return apply(std::span(&batch, 1)); }

    /// Adds a line to the ledger (id and recorded_at are filled in) and derives the state. Errors:
    /// not_found (no such profile).
    Result<void> record_consent(AccountId account, model::ConsentEntry entry);

    /// Changes what people may change by hand. It is one more source's word: of the same field, the
    /// newest word counts. Errors: not_found, conflict (`expected` is not what is stored), invalid
    /// (removes a property that a connected app brings; `where` is its JSON pointer), exhausted.
    Result<void> edit_person(AccountId account, const PersonEdit& edit);

    /// Erases a person for good: profile, events, consents, memberships. Only hashes of the
    /// sources' keys stay, so that no sync makes the person again. Errors: not_found.
    Result<void> erase_person(AccountId account, ProfileId profile);

    /// Makes one profile of two: `into` goes on with everything of both. Errors: not_found,
    /// invalid.
    Result<MergeId> merge_people(AccountId account, ProfileId from, ProfileId into);
    /// Makes two profiles of them again, each with what its own sources brought, before and since;
    /// who unsubscribed meanwhile stays unsubscribed as both. Errors: not_found, conflict (undone
    /// already, or merged further or erased since).
    Result<void> undo_merge(AccountId account, MergeId merge);
    /// Remembers (or takes back) that a pair is two people: it is not asked about again. Errors:
    /// not_found.
    Result<void> tell_apart(AccountId account, ProfileId a, ProfileId b, Apart apart);

    /// Removes an integration, and with ItsData::erase what only it brought: its facets, their
    /// events and the profiles left without a facet. In steps of bounded size: stopped half way,
    /// calling it again goes on. Errors: not_found.
    Result<void> remove_integration(AccountId account, IntegrationId integration, ItsData its_data);

    /// Keeps what reconciliation found of these days, both inclusive, in the place of what stood
    /// there. Errors: not_found (no such integration).
    Result<void> keep_reconciliation(AccountId account, IntegrationId integration, LocalDate from,
                                     LocalDate to, std::span<const model::ReconciledDay> days);

    /// What is remembered under these keys, in their order.
    Result<std::vector<std::optional<model::SourceRecord>>> recall(
        AccountId account, IntegrationId integration, std::span<const std::string> keys);
    /// Every stream's cursor; streams never written are absent.
    Result<std::vector<model::Cursor>> cursors(AccountId account, IntegrationId integration);

    /// Puts other sealed credentials in the place of an integration's, if `is_expected` says yes to
    /// those that are stored now; with nothing to put there it only asks. Errors: not_found,
    /// conflict (it says no), and its own.
    Result<void> replace_credentials(
        AccountId account, IntegrationId integration,
        const std::function<Result<bool>(const std::string& sealed)>& is_expected,
        const std::optional<std::string>& sealed);

    /// Opens a run in the integration's history; runs of it left open by a crash become
    /// interrupted.
    Result<model::Run> start_run(AccountId account, IntegrationId integration, model::RunKind kind);
    /// Closes it, and writes the integration's last and next sync, status and last error.
    Result<void> finish_run(AccountId account, const model::Run& run,
                            std::optional<Instant> next_sync_at, model::IntegrationStatus status);

    /// What people, users and programs do to lists and consent.
    Subscriptions subscriptions() { return {store_, clock_, random_}; }

  private:
    store::Store& store_;
    Clock& clock_;
    Random& random_;
};

}  // namespace regulars::ingest
