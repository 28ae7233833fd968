// Reads and writes remembered vendor records: rows in order of arrival, found by the hash of their
// key.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/integrations.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_RECORD_COLUMNS "key, version, updated_at, state, content_hash, exclusion, memo"

Result<model::SourceRecord> read_record(Query& row) {
    model::SourceRecord r;
    row.into(r.key, r.version, r.updated_at, r.state, r.content_hash, r.exclusion, r.memo);
    return r;
}

}  // namespace

Maybe<SqliteSourceRecords::Stored> SqliteSourceRecords::stored(AccountId account, IntegrationId id,
                                                               std::int64_t hash,
                                                               std::string_view key) {
    // One look-up in each of the two tables; an IN over both would make a temporary table each
    // time.
    Query query(
        db_, Lasting{},
        "SELECT " REGULARS_RECORD_COLUMNS
        ", r.record_id FROM source_record_hashes_recent h CROSS JOIN source_records r "
        "USING (account_id, integration_id, record_id) "
        "WHERE h.account_id = ?1 AND h.integration_id = ?2 AND h.key_hash = ?3 AND r.key = ?4 "
        "UNION ALL "
        "SELECT " REGULARS_RECORD_COLUMNS
        ", r.record_id FROM source_record_hashes h CROSS JOIN source_records r "
        "USING (account_id, integration_id, record_id) "
        "WHERE h.account_id = ?1 AND h.integration_id = ?2 AND h.key_hash = ?3 AND r.key = ?4",
        account, id, hash, key);
    return first_row(query, [](Query& row) -> Result<Stored> {
        auto record = TRY(read_record(row));
        return Stored{std::move(record), row.integer(7)};
    });
}

Maybe<model::SourceRecord> SqliteSourceRecords::find(AccountId account, IntegrationId id,
                                                     std::string_view key) {
    auto found = TRY(stored(account, id, session_.hash(key), key));
    if (!found) return std::nullopt;
    return std::move(found->record);
}

Maybe<model::SourceRecord> SqliteSourceRecords::put(AccountId account, IntegrationId id,
                                                    const model::SourceRecord& r) {
    constexpr auto what = WriterMemory::Hashed::source_records;
    auto hash = session_.hash(r.key);
    if (memory_ && TRY(session_.counter(account, Counter::source_record)) == 0)
        memory_->begin(account, what);
    bool is_new = memory_ && memory_->is_new(account, what, hash);
    auto before = is_new ? std::nullopt : TRY(stored(account, id, hash, r.key));
    if (!before) {
        auto record = TRY(session_.advance(account, Counter::source_record));
        TRY(run(db_,
                "INSERT INTO source_records (account_id, integration_id, record_id, "
                "key_hash, " REGULARS_RECORD_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account, id, record, hash, r.key, r.version, r.updated_at, r.state, r.content_hash,
                r.exclusion, r.memo));
        TRY(run(db_,
                "INSERT INTO source_record_hashes_recent (account_id, integration_id, key_hash, "
                "record_id) VALUES (?, ?, ?, ?)",
                account, id, hash, record));
        if (memory_) memory_->came(account, what, hash);
        TRY(session_.advance(account, Counter::unfolded));
        return std::nullopt;
    }
    if (before->record != r)
        TRY(run(db_,
                "UPDATE source_records SET version = ?, updated_at = ?, state = ?, content_hash = "
                "?, exclusion = ?, memo = ? "
                "WHERE account_id = ? AND integration_id = ? AND record_id = ?",
                r.version, r.updated_at, r.state, r.content_hash, r.exclusion, r.memo, account, id,
                before->id));
    return std::move(before->record);
}

Result<std::vector<model::SourceRecord>> SqliteSourceRecords::excluded(AccountId account,
                                                                       IntegrationId id,
                                                                       std::string_view exclusion,
                                                                       int limit) {
    // The middle condition lets SQLite use the partial index.
    Query query(
        db_,
        "SELECT " REGULARS_RECORD_COLUMNS
        " FROM source_records WHERE account_id = ? AND integration_id = ? AND exclusion <> '' "
        "AND exclusion = ? ORDER BY updated_at DESC, key LIMIT ?",
        account, id, exclusion, limit);
    return every_row(query, read_record);
}

}  // namespace regulars::store::sqlite
