// Schema 4: when each person was first seen; pairs told apart, and merges that can be undone.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// Merges made before remember their facets alone: their consents and lists stay where they are when
// undone.
extern const Migration migration_0004;
const Migration migration_0004{4, R"sql(
CREATE TABLE first_events (
    account_id INTEGER NOT NULL REFERENCES accounts,
    profile_id INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (account_id, profile_id)
) STRICT, WITHOUT ROWID;
INSERT INTO first_events SELECT account_id, profile_id, min(time) FROM events GROUP BY account_id, profile_id;
CREATE INDEX first_events_by_time ON first_events (account_id, time);

ALTER TABLE possible_duplicates ADD COLUMN told_apart_at INTEGER;
ALTER TABLE merges ADD COLUMN consents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE merges ADD COLUMN memberships TEXT NOT NULL DEFAULT '[]';
ALTER TABLE merges ADD COLUMN duplicates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE merges ADD COLUMN undone_at INTEGER;
)sql"};

}  // namespace regulars::store::sqlite
