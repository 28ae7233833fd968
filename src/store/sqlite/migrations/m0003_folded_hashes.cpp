// Schema 3: the hashes of events and vendor records in two tables each, folded; records in order of
// arrival.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// Why two tables each: folding.hpp. Number 15 is Counter::source_record.
extern const Migration migration_0003;
const Migration migration_0003{3, R"sql(
CREATE TABLE event_hashes (
    account_id INTEGER NOT NULL,
    unique_hash INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, unique_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE event_hashes_recent (
    account_id INTEGER NOT NULL,
    unique_hash INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, unique_hash)
) STRICT, WITHOUT ROWID;
INSERT INTO event_hashes SELECT account_id, unique_hash, event_id FROM events ORDER BY account_id, unique_hash;
DROP INDEX events_by_unique_hash;

ALTER TABLE source_records RENAME TO source_records_before;
DROP INDEX source_records_excluded;
CREATE TABLE source_records (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    content_hash INTEGER NOT NULL,
    exclusion TEXT NOT NULL,
    memo TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, record_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO source_records SELECT account_id, integration_id,
    row_number() OVER (PARTITION BY account_id ORDER BY integration_id, updated_at, key), key_hash, key, version, updated_at,
    state, content_hash, exclusion, memo FROM source_records_before;
INSERT INTO counters SELECT account_id, 15, max(record_id) FROM source_records GROUP BY account_id;
DROP TABLE source_records_before;
CREATE INDEX source_records_excluded ON source_records
    (account_id, integration_id, exclusion, updated_at) WHERE exclusion <> '';

CREATE TABLE source_record_hashes (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, key_hash, record_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE source_record_hashes_recent (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, key_hash, record_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO source_record_hashes SELECT account_id, integration_id, key_hash, record_id FROM source_records
    ORDER BY account_id, integration_id, key_hash, record_id;
)sql"};

}  // namespace regulars::store::sqlite
