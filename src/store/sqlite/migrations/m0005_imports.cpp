// Schema 5: imports of people, and which facets each of them brought.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

extern const Migration migration_0005;
const Migration migration_0005{5, R"sql(
CREATE TABLE imports (
    account_id INTEGER NOT NULL REFERENCES accounts,
    import_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    received INTEGER NOT NULL,
    plan TEXT NOT NULL,
    list_id INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    position INTEGER NOT NULL,
    checked TEXT,
    done TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (account_id, import_id),
    UNIQUE (account_id, public_id),
    UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_problems (
    account_id INTEGER NOT NULL,
    import_id INTEGER NOT NULL,
    problem_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    header TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT NOT NULL,
    is_row_skipped INTEGER NOT NULL,
    PRIMARY KEY (account_id, import_id, problem_id),
    FOREIGN KEY (account_id, import_id) REFERENCES imports ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

ALTER TABLE facets ADD COLUMN import_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX facets_of_import ON facets (account_id, import_id) WHERE import_id <> 0;
)sql"};

}  // namespace regulars::store::sqlite
