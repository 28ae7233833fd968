// Reads and writes remembered vendor records; the primary key is the key's hash, then the key.
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

Maybe<model::SourceRecord> SqliteSourceRecords::find(AccountId account, IntegrationId id, std::string_view key) {
    Query query(db_,
                "SELECT " REGULARS_RECORD_COLUMNS
                " FROM source_records WHERE account_id = ? AND integration_id = ? AND key_hash = ? AND key = ?",
                account, id, session_.hash(key), key);
    return first_row(query, read_record);
}

Maybe<model::SourceRecord> SqliteSourceRecords::put(AccountId account, IntegrationId id, const model::SourceRecord& r) {
    auto hash = session_.hash(r.key);
    auto inserted = TRY(run(db_,
                            "INSERT INTO source_records (account_id, integration_id, key_hash, " REGULARS_RECORD_COLUMNS
                            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (account_id, integration_id, key_hash, key) DO NOTHING",
                            account, id, hash, r.key, r.version, r.updated_at, r.state, r.content_hash, r.exclusion, r.memo));
    if (inserted > 0) return std::nullopt;
    auto before = TRY(find(account, id, r.key));
    if (before == r) return before;
    TRY(run(db_,
            "UPDATE source_records SET version = ?, updated_at = ?, state = ?, content_hash = ?, exclusion = ?, memo = ? "
            "WHERE account_id = ? AND integration_id = ? AND key_hash = ? AND key = ?",
            r.version, r.updated_at, r.state, r.content_hash, r.exclusion, r.memo, account, id, hash, r.key));
    return before;
}

Result<std::vector<model::SourceRecord>> SqliteSourceRecords::excluded(AccountId account, IntegrationId id,
                                                                       std::string_view exclusion, int limit) {
    // The middle condition lets SQLite use the partial index.
    Query query(db_,
                "SELECT " REGULARS_RECORD_COLUMNS
                " FROM source_records WHERE account_id = ? AND integration_id = ? AND exclusion <> '' "
                "AND exclusion = ? ORDER BY updated_at DESC, key LIMIT ?",
                account, id, exclusion, limit);
    return every_row(query, read_record);
}

}  // namespace regulars::store::sqlite
