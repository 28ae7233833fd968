// Schema 11: the names of integrations that were removed while their data were kept.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// What was removed before schema 11 is known by its number only.
extern const Migration migration_0011;
const Migration migration_0011{11, R"sql(
CREATE TABLE removed_integrations (
    account_id INTEGER NOT NULL REFERENCES accounts,
    integration_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    removed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id)
) STRICT, WITHOUT ROWID;
)sql"};

}  // namespace regulars::store::sqlite
