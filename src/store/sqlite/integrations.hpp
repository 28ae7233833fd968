// Integrations with their cursors, runs and counts, and remembered vendor records, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"
#include "store/sqlite/writer_memory.hpp"

namespace regulars::store::sqlite {

/// A failure as its two columns.
inline std::optional<model::RunTrouble> trouble_in(
    const std::optional<model::RunFailure>& failure) {
    return failure ? std::optional(failure->trouble) : std::nullopt;
}
inline std::optional<int> status_in(const std::optional<model::RunFailure>& failure) {
    return failure ? failure->http_status : std::nullopt;
}

class SqliteIntegrations final : public Integrations {
  public:
    explicit SqliteIntegrations(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::Integration& integration) override;
    Result<void> update(AccountId account, const model::Integration& integration) override;
    Maybe<model::Integration> find(AccountId account, IntegrationId id) override;
    Maybe<model::Integration> find(AccountId account, std::string_view name_or_public_id) override;
    Result<std::vector<model::Integration>> all(AccountId account) override;
    Result<void> remove(AccountId account, IntegrationId id) override;
    Result<void> remember(AccountId account, IntegrationId id, Instant removed_at) override;
    Result<std::vector<Removed>> removed(AccountId account) override;

    Result<std::vector<model::Cursor>> cursors(AccountId account, IntegrationId id) override;
    Result<void> move_cursor(AccountId account, IntegrationId id,
                             const model::Cursor& cursor) override;

    Result<void> add_run(AccountId account, model::Run& run) override;
    Result<void> update_run(AccountId account, const model::Run& run) override;
    Maybe<model::Run> find_run(AccountId account, IntegrationId id, RunId run) override;
    Result<std::vector<model::Run>> runs(AccountId account, IntegrationId id, int limit) override;

    Result<void> count(AccountId account, IntegrationId id, std::string_view kind,
                       std::string_view name, std::int64_t delta) override;
    Result<std::vector<Count>> counts(AccountId account, IntegrationId id) override;

  private:
    Session& session_;
    Connection& db_;
};

class SqliteSourceRecords final : public SourceRecords {
  public:
    explicit SqliteSourceRecords(Session& session) : session_(session), db_(session.db) {}
    /// From now on new hashes are told from others there, as far as it can.
    void use(WriterMemory& memory) { memory_ = &memory; }
    Maybe<model::SourceRecord> find(AccountId account, IntegrationId id,
                                    std::string_view key) override;
    Maybe<model::SourceRecord> put(AccountId account, IntegrationId id,
                                   const model::SourceRecord& record) override;
    Result<std::vector<model::SourceRecord>> excluded(AccountId account, IntegrationId id,
                                                      std::string_view exclusion,
                                                      int limit) override;

  private:
    struct Stored {
        model::SourceRecord record;
        std::int64_t id = 0;
    };
    Maybe<Stored> stored(AccountId account, IntegrationId id, std::int64_t hash,
                         std::string_view key);

    Session& session_;
    Connection& db_;
    WriterMemory* memory_ = nullptr;  // of the writer alone
};

}  // namespace regulars::store::sqlite
