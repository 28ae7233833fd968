// Schema 7: suppressions, confirmations, outgoing mail; list-level consent, and who was on which
// list when.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// Who joined by an import says so in the membership's source. Earlier departures are not known.
extern const Migration migration_0007;
const Migration migration_0007{7, R"sql(
ALTER TABLE lists ADD COLUMN has_page INTEGER NOT NULL DEFAULT 1;

ALTER TABLE memberships ADD COLUMN joined_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN starts_flows INTEGER NOT NULL DEFAULT 0;
UPDATE memberships SET joined_by = 1 WHERE source LIKE 'Import: %';
CREATE INDEX memberships_by_time ON memberships (account_id, list_id, joined_at, profile_id);

CREATE TABLE departures (
    account_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, list_id, profile_id, joined_at, left_at),
    FOREIGN KEY (account_id, list_id) REFERENCES lists ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX departures_of_profile ON departures (account_id, profile_id);

ALTER TABLE consent_ledger ADD COLUMN list_id INTEGER NOT NULL DEFAULT 0;

CREATE TABLE consent_rules (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts,
    unsubscribe_from INTEGER NOT NULL,
    opt_in INTEGER NOT NULL
) STRICT;

CREATE TABLE suppressions (
    account_id INTEGER NOT NULL REFERENCES accounts,
    channel INTEGER NOT NULL,
    address TEXT NOT NULL,
    reason INTEGER NOT NULL,
    address_hash INTEGER NOT NULL,
    suppressed_at INTEGER,
    lifted_at INTEGER,
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (account_id, channel, address, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE confirmations (
    account_id INTEGER NOT NULL REFERENCES accounts,
    public_id TEXT NOT NULL,
    list_id INTEGER NOT NULL,
    email TEXT NOT NULL,
    said TEXT NOT NULL,
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    proof TEXT NOT NULL,
    language TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    PRIMARY KEY (account_id, public_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_of_email ON confirmations (account_id, email);
CREATE INDEX confirmations_by_end ON confirmations (account_id, expires_at);

CREATE TABLE outgoing (
    account_id INTEGER NOT NULL REFERENCES accounts,
    outgoing_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, outgoing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_by_end ON outgoing (account_id, expires_at);
CREATE INDEX outgoing_to ON outgoing (account_id, recipient);

CREATE INDEX merges_of_profile ON merges (account_id, from_public_id);
)sql"};

}  // namespace regulars::store::sqlite
