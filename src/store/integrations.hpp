// Integrations with their cursors, runs and counts, and what was last read of each vendor record.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/integration.hpp"
#include "store/aggregate.hpp"

namespace regulars::store {

class Integrations {
  public:
    virtual ~Integrations() = default;
    virtual Result<void> add(AccountId account, model::Integration& integration) = 0;
    virtual Result<void> update(AccountId account, const model::Integration& integration) = 0;
    virtual Maybe<model::Integration> find(AccountId account, IntegrationId id) = 0;
    virtual Maybe<model::Integration> find(AccountId account,
                                           std::string_view name_or_public_id) = 0;
    virtual Result<std::vector<model::Integration>> all(AccountId account) = 0;  // by id
    /// Removes the integration, its cursors, records, runs and counts; its metrics, events and
    /// facets stay. (Erasing those too is ingest's.)
    virtual Result<void> remove(AccountId account, IntegrationId id) = 0;

    virtual Result<std::vector<model::Cursor>> cursors(AccountId account, IntegrationId id) = 0;
    /// Writes `state` and version + 1. Errors: conflict when the stored version is another.
    virtual Result<void> move_cursor(AccountId account, IntegrationId id,
                                     const model::Cursor& cursor) = 0;

    virtual Result<void> add_run(AccountId account, model::Run& run) = 0;
    virtual Result<void> update_run(AccountId account, const model::Run& run) = 0;
    virtual Maybe<model::Run> find_run(AccountId account, IntegrationId id, RunId run) = 0;
    virtual Result<std::vector<model::Run>> runs(AccountId account, IntegrationId id,
                                                 int limit) = 0;  // newest first

    /// Named totals of an integration, kept by ingest: ("excluded", "walk_in_without_guest"),
    /// ("records", "reservation"), ("profiles", "") …
    virtual Result<void> count(AccountId account, IntegrationId id, std::string_view kind,
                               std::string_view name, std::int64_t delta) = 0;
    struct Count {
        std::string kind, name;
        std::int64_t n = 0;
        bool operator==(const Count&) const = default;
    };
    virtual Result<std::vector<Count>> counts(AccountId account,
                                              IntegrationId id) = 0;  // by kind, name; n != 0

    /// What outlives an integration, by which its metrics, events and facets are still told apart.
    struct Removed {
        IntegrationId id;
        std::string public_id, name;
        model::IntegrationKind kind = model::IntegrationKind::opentable;
        Instant removed_at;
        bool operator==(const Removed&) const = default;
    };
    /// Writes it of one that stands, before that is removed. Nothing where there is none.
    virtual Result<void> remember(AccountId account, IntegrationId id, Instant removed_at) = 0;
    virtual Result<std::vector<Removed>> removed(AccountId account) = 0;  // by id
};

class SourceRecords {
  public:
    virtual ~SourceRecords() = default;
    virtual Maybe<model::SourceRecord> find(AccountId account, IntegrationId id,
                                            std::string_view key) = 0;
    /// Inserts or replaces by key; gives back what stood there. An equal record is not written
    /// again.
    virtual Maybe<model::SourceRecord> put(AccountId account, IntegrationId id,
                                           const model::SourceRecord& record) = 0;
    /// Up to `limit` records with this exclusion, newest updated_at first.
    virtual Result<std::vector<model::SourceRecord>> excluded(AccountId account, IntegrationId id,
                                                              std::string_view exclusion,
                                                              int limit) = 0;
};

}  // namespace regulars::store
