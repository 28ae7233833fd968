// Schema 2: sessions, key scopes, counts by day, the metrics' order of events and the people's
// words.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/day_counts.hpp"
#include "store/sqlite/migration.hpp"
#include "store/sqlite/people_words.hpp"

namespace regulars::store::sqlite {
namespace {

Result<void> fill(Connection& db) {
    TRY(recount_days(db));
    return reindex_words(db);
}

}  // namespace

// `metric_days.currency` is '' for events without a value. `people_words` holds no reference to
// profiles: its rows are found again by the profile's fields, so it needs no second index.
extern const Migration migration_0002;
const Migration migration_0002{2, R"sql(
CREATE TABLE sessions (
    account_id INTEGER NOT NULL,
    token_sha256 TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    csrf_token TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, token_sha256),
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_user ON sessions (account_id, user_id);

ALTER TABLE api_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '';

CREATE INDEX events_by_metric ON events (account_id, metric_id, time, profile_id);

CREATE TABLE metric_days (
    account_id INTEGER NOT NULL REFERENCES accounts,
    metric_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    currency TEXT NOT NULL,
    events INTEGER NOT NULL,
    minor INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (account_id, metric_id, day, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE people_words (
    account_id INTEGER NOT NULL REFERENCES accounts,
    kind INTEGER NOT NULL,
    word TEXT NOT NULL,
    profile_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind, word, profile_id)
) STRICT, WITHOUT ROWID;
)sql",
                               &fill};

}  // namespace regulars::store::sqlite
