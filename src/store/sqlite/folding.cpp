// Folds recent entries into the large tables.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/folding.hpp"

namespace regulars::store::sqlite {

Result<void> fold_recent(Connection& db, AccountId account) {
    TRY(run(db,
            "INSERT INTO event_hashes SELECT * FROM event_hashes_recent WHERE account_id = ? ORDER "
            "BY unique_hash",
            account));
    TRY(run(db, "DELETE FROM event_hashes_recent WHERE account_id = ?", account));
    TRY(run(db,
            "INSERT INTO source_record_hashes SELECT * FROM source_record_hashes_recent WHERE "
            "account_id = ? "
            "ORDER BY integration_id, key_hash, record_id",
            account));
    TRY(run(db, "DELETE FROM source_record_hashes_recent WHERE account_id = ?", account));
    return {};
}

}  // namespace regulars::store::sqlite
