// Schema 1: accounts, integrations, people, events, lists, consent and the change log.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// Every primary key starts with account_id. Times are microseconds, money is minor units, enums are
// the numbers that stored_enums.hpp pins. `events`, `profiles` and `facets` keep a rowid: their
// rows are wide, and a rowid table's inner pages hold keys only. Both fill equally fast (measured:
// 92,000 and 88,000 events a second of processor time), and the log volume is that of the two
// random indexes.
extern const Migration migration_0001;
const Migration migration_0001{1, R"sql(
CREATE TABLE schema_version (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    account_id INTEGER NOT NULL PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    country TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE counters (
    account_id INTEGER NOT NULL REFERENCES accounts,
    counter INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (account_id, counter)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    account_id INTEGER NOT NULL REFERENCES accounts,
    user_id INTEGER NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL,
    role INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, user_id),
    UNIQUE (account_id, email)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    account_id INTEGER NOT NULL REFERENCES accounts,
    api_key_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (account_id, api_key_id),
    UNIQUE (account_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE integrations (
    account_id INTEGER NOT NULL REFERENCES accounts,
    integration_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL COLLATE NOCASE,
    status INTEGER NOT NULL,
    settings TEXT NOT NULL,
    sealed_credentials BLOB NOT NULL,
    list_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    history_since INTEGER NOT NULL,
    last_sync_at INTEGER,
    next_sync_at INTEGER,
    hinted_at INTEGER,
    notice TEXT NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id),
    UNIQUE (account_id, public_id),
    UNIQUE (account_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, stream),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    pages INTEGER NOT NULL,
    records INTEGER NOT NULL,
    profiles_created INTEGER NOT NULL,
    profiles_updated INTEGER NOT NULL,
    events_created INTEGER NOT NULL,
    events_updated INTEGER NOT NULL,
    events_retracted INTEGER NOT NULL,
    progress TEXT NOT NULL,
    done REAL NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, run_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE integration_counts (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, kind, name),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE source_records (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    content_hash INTEGER NOT NULL,
    exclusion TEXT NOT NULL,
    memo TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, key_hash, key),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX source_records_excluded ON source_records
    (account_id, integration_id, exclusion, updated_at) WHERE exclusion <> '';

CREATE TABLE profiles (
    account_id INTEGER NOT NULL REFERENCES accounts,
    profile_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (account_id, profile_id),
    UNIQUE (account_id, public_id)
) STRICT;

CREATE TABLE identifiers (
    account_id INTEGER NOT NULL,
    value_hash INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    profile_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, value_hash, kind, value),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX identifiers_of_profile ON identifiers (account_id, profile_id);

CREATE TABLE facets (
    account_id INTEGER NOT NULL,
    facet_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    key TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    opted_in INTEGER NOT NULL,
    identifiers TEXT NOT NULL,
    seen TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (account_id, facet_id),
    UNIQUE (account_id, key_hash, key),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles
) STRICT;
CREATE INDEX facets_of_profile ON facets (account_id, profile_id);
CREATE INDEX facets_of_integration ON facets (account_id, integration_id);

CREATE TABLE forgotten_keys (
    account_id INTEGER NOT NULL REFERENCES accounts,
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE possible_duplicates (
    account_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    other_profile_id INTEGER NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (account_id, profile_id, other_profile_id),
    CHECK (profile_id < other_profile_id),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE,
    FOREIGN KEY (account_id, other_profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX possible_duplicates_of_other ON possible_duplicates (account_id, other_profile_id);

CREATE TABLE merges (
    account_id INTEGER NOT NULL REFERENCES accounts,
    merge_id INTEGER NOT NULL,
    from_profile_id INTEGER NOT NULL,
    from_public_id TEXT NOT NULL,
    from_created_at INTEGER NOT NULL,
    from_updated_at INTEGER NOT NULL,
    from_fields TEXT NOT NULL,
    into_profile_id INTEGER NOT NULL,
    facets TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, merge_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE metrics (
    account_id INTEGER NOT NULL REFERENCES accounts,
    metric_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    integration_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    listed INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (account_id, metric_id),
    UNIQUE (account_id, public_id),
    UNIQUE (account_id, integration_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    account_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    unique_hash INTEGER NOT NULL,
    metric_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    facet_id INTEGER NOT NULL,
    time INTEGER NOT NULL,
    value INTEGER,
    currency TEXT,
    unique_id TEXT NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (account_id, event_id),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles,
    FOREIGN KEY (account_id, metric_id) REFERENCES metrics
) STRICT;
CREATE UNIQUE INDEX events_by_unique_hash ON events (account_id, unique_hash);
CREATE INDEX events_of_profile ON events (account_id, profile_id, time);

-- An event whose hash another event has stands under a later hash of its unique id; here is which
-- hashes it would have stood under, so that it moves up when one becomes free.
CREATE TABLE event_hash_collisions (
    account_id INTEGER NOT NULL,
    unique_hash INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, unique_hash, event_id),
    FOREIGN KEY (account_id, event_id) REFERENCES events ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX event_hash_collisions_of_event ON event_hash_collisions (account_id, event_id);

CREATE TABLE lists (
    account_id INTEGER NOT NULL REFERENCES accounts,
    list_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    opt_in INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, list_id),
    UNIQUE (account_id, public_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
    account_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (account_id, list_id, profile_id),
    FOREIGN KEY (account_id, list_id) REFERENCES lists ON DELETE CASCADE,
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_profile ON memberships (account_id, profile_id);

CREATE TABLE consent_ledger (
    account_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    state INTEGER NOT NULL,
    given_by INTEGER NOT NULL,
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    opted_in_at INTEGER,
    recorded_at INTEGER NOT NULL,
    proof TEXT NOT NULL,
    PRIMARY KEY (account_id, profile_id, entry_id),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    account_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    state INTEGER NOT NULL,
    method TEXT NOT NULL,
    source TEXT NOT NULL,
    at INTEGER,
    PRIMARY KEY (account_id, profile_id, channel),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE change_log (
    account_id INTEGER NOT NULL REFERENCES accounts,
    sequence INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    span INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;
)sql"};

}  // namespace regulars::store::sqlite
