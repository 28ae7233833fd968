// Schema 8: segments, their members and moves, and how far consumers of the change log are.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// `members` is kept with the rows of segment_members, which may be millions.
extern const Migration migration_0008;
const Migration migration_0008{8, R"sql(
CREATE TABLE segments (
    account_id INTEGER NOT NULL REFERENCES accounts,
    segment_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    description TEXT NOT NULL,
    definition TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    is_starred INTEGER NOT NULL,
    version INTEGER NOT NULL,
    followed_version INTEGER NOT NULL,
    members INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, segment_id),
    UNIQUE (account_id, public_id),
    UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE segment_members (
    account_id INTEGER NOT NULL,
    segment_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, segment_id, profile_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_members_of_profile ON segment_members (account_id, profile_id, segment_id);
CREATE TABLE segment_moves (
    account_id INTEGER NOT NULL,
    segment_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    has_entered INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, segment_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE consumers (
    account_id INTEGER NOT NULL REFERENCES accounts,
    name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (account_id, name)
) STRICT, WITHOUT ROWID;
)sql"};

}  // namespace regulars::store::sqlite
