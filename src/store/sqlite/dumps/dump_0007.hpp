// A database of schema 7 with a row in every table, as `sqlite3 regulars.db .dump` writes it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace regulars::store::sqlite {

inline constexpr const char* dump_0007 = R"sql(
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO schema_version VALUES(1,7);
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
INSERT INTO accounts VALUES(1,'AbC123','Downtown','UTC','USD','en','US',1700000000000000);
CREATE TABLE counters (
    account_id INTEGER NOT NULL REFERENCES accounts,
    counter INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (account_id, counter)
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES(1,0,1);
INSERT INTO counters VALUES(1,1,1);
INSERT INTO counters VALUES(1,2,1);
INSERT INTO counters VALUES(1,3,1);
INSERT INTO counters VALUES(1,4,2);
INSERT INTO counters VALUES(1,5,1);
INSERT INTO counters VALUES(1,6,1);
INSERT INTO counters VALUES(1,7,1);
INSERT INTO counters VALUES(1,8,1);
INSERT INTO counters VALUES(1,9,1);
INSERT INTO counters VALUES(1,10,1);
INSERT INTO counters VALUES(1,11,1);
INSERT INTO counters VALUES(1,12,2);
INSERT INTO counters VALUES(1,13,1);
INSERT INTO counters VALUES(1,15,1);
INSERT INTO counters VALUES(1,16,1);
INSERT INTO counters VALUES(1,17,1);
INSERT INTO counters VALUES(1,18,1);
INSERT INTO counters VALUES(1,21,1);
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
INSERT INTO users VALUES(1,1,'owner@example.com','Olga',0,'',0);
CREATE TABLE api_keys (
    account_id INTEGER NOT NULL REFERENCES accounts,
    api_key_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    hint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER, scopes TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, api_key_id),
    UNIQUE (account_id, sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO api_keys VALUES(1,1,'key','00ff','',0,NULL,'profiles:read metrics:read');
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
INSERT INTO integrations VALUES(1,1,'01HINTEGRATION',0,'OpenTable',0,'{}',X'7365616c6564',1,0,0,NULL,NULL,NULL,'','');
CREATE TABLE cursors (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, stream),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO cursors VALUES(1,1,'guests',1,'{}');
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
INSERT INTO runs VALUES(1,1,1,1,0,0,NULL,0,0,0,0,0,0,0,'',0.0,'');
CREATE TABLE integration_counts (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, kind, name),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO integration_counts VALUES(1,1,'records','guest',1);
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
INSERT INTO profiles VALUES(1,1,'01HGUEST',0,0,'{"email":"zoe@example.com","first_name":"Zoë"}');
INSERT INTO profiles VALUES(1,2,'01HOTHER',0,0,'{}');
CREATE TABLE identifiers (
    account_id INTEGER NOT NULL,
    value_hash INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    profile_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, value_hash, kind, value),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO identifiers VALUES(1,1505164382022856900,0,'opentable:1',1);
INSERT INTO identifiers VALUES(1,4132396334328706396,2,'zoe@example.com',1);
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
    said TEXT NOT NULL, import_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, facet_id),
    UNIQUE (account_id, key_hash, key),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles
) STRICT;
INSERT INTO facets VALUES(1,1,1,1,1505164382022856900,'opentable:1',0,0,'[[0,"opentable:1"],[2,"zoe@example.com"]]','{}','{"email":"zoe@example.com","first_name":"Zoë"}',0);
CREATE TABLE forgotten_keys (
    account_id INTEGER NOT NULL REFERENCES accounts,
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO forgotten_keys VALUES(1,'fb728ea38e191f7b9f56c23f1cea3d030233215460e14d06aaf0362acbbdf114',0);
CREATE TABLE possible_duplicates (
    account_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    other_profile_id INTEGER NOT NULL,
    why TEXT NOT NULL, told_apart_at INTEGER,
    PRIMARY KEY (account_id, profile_id, other_profile_id),
    CHECK (profile_id < other_profile_id),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE,
    FOREIGN KEY (account_id, other_profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO possible_duplicates VALUES(1,1,2,'phone',NULL);
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
    at INTEGER NOT NULL, consents TEXT NOT NULL DEFAULT '[]', memberships TEXT NOT NULL DEFAULT '[]', duplicates TEXT NOT NULL DEFAULT '[]', undone_at INTEGER,
    PRIMARY KEY (account_id, merge_id)
) STRICT, WITHOUT ROWID;
INSERT INTO merges VALUES(1,1,2,'01HOTHER',0,0,'{}',1,'[1]',0,'[]','[]','[]',NULL);
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
INSERT INTO metrics VALUES(1,1,'MeTr01',1,'Created Reservation',1,1);
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
INSERT INTO events VALUES(1,1,-8534036545334668899,1,1,1,1700000000000000,1250,'USD','opentable:1:2:Created Reservation','{"Party Size":2}');
CREATE TABLE event_hash_collisions (
    account_id INTEGER NOT NULL,
    unique_hash INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, unique_hash, event_id),
    FOREIGN KEY (account_id, event_id) REFERENCES events ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE lists (
    account_id INTEGER NOT NULL REFERENCES accounts,
    list_id INTEGER NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    opt_in INTEGER NOT NULL,
    created_at INTEGER NOT NULL, has_page INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, list_id),
    UNIQUE (account_id, public_id)
) STRICT, WITHOUT ROWID;
INSERT INTO lists VALUES(1,1,'LiSt01','Diners',1,0,1);
CREATE TABLE memberships (
    account_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    source TEXT NOT NULL, joined_by INTEGER NOT NULL DEFAULT 0, starts_flows INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, list_id, profile_id),
    FOREIGN KEY (account_id, list_id) REFERENCES lists ON DELETE CASCADE,
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO memberships VALUES(1,1,1,1700000000000000,'OpenTable',0,0);
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
    proof TEXT NOT NULL, list_id INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, profile_id, entry_id),
    FOREIGN KEY (account_id, profile_id) REFERENCES profiles ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO consent_ledger VALUES(1,1,1,0,1,1,'integration','',1700000000000000,NULL,0,'',0);
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
INSERT INTO consents VALUES(1,1,0,1,'integration','',1700000000000000);
CREATE TABLE change_log (
    account_id INTEGER NOT NULL REFERENCES accounts,
    sequence INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    span INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO change_log VALUES(1,1,2,1,1,1700000000000000);
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
INSERT INTO sessions VALUES(1,'ab12',1,'token',1700000000000000,1702592000000000);
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
INSERT INTO metric_days VALUES(1,1,19675,'USD',1,1250,0);
CREATE TABLE people_words (
    account_id INTEGER NOT NULL REFERENCES accounts,
    kind INTEGER NOT NULL,
    word TEXT NOT NULL,
    profile_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind, word, profile_id)
) STRICT, WITHOUT ROWID;
INSERT INTO people_words VALUES(1,0,'zoe',1);
INSERT INTO people_words VALUES(1,0,'􏿿',2);
INSERT INTO people_words VALUES(1,2,'zoe@example.com',1);
INSERT INTO people_words VALUES(1,2,'􏿿',2);
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
INSERT INTO event_hashes_recent VALUES(1,-8534036545334668899,1);
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
INSERT INTO source_records VALUES(1,1,1,-4703064461722660347,'guest/1',1,1700000000000000,'',7,'','{}');
CREATE TABLE source_record_hashes (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, key_hash, record_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO source_record_hashes VALUES(1,1,-4703064461722660347,1);
CREATE TABLE source_record_hashes_recent (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    key_hash INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, integration_id, key_hash, record_id),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE first_events (
    account_id INTEGER NOT NULL REFERENCES accounts,
    profile_id INTEGER NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (account_id, profile_id)
) STRICT, WITHOUT ROWID;
INSERT INTO first_events VALUES(1,1,1700000000000000);
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
INSERT INTO imports VALUES(1,1,'01HF7YAT00IMPORT0000000001','guests.csv',4,120,120,'{"encoding":0,"separator":",","names_separator":false,"day_first":false,"decimal_comma":false,"columns":[{"header":"Email","target":"email","type":"text"}]}',1,'zoe@example.com',1700000000000000,1700000001000000,1700000002000000,2,NULL,'{"rows":2,"people":1,"skipped":1,"repeated":0,"created":0,"updated":1,"subscribed":1,"unsubscribed":0,"joined":1,"removed":0,"problems":{"bad_email":1}}','');
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
INSERT INTO import_problems VALUES(1,1,1,3,'Email','bad_email','zoe@',1);
CREATE TABLE reconciliations (
    account_id INTEGER NOT NULL,
    integration_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    place TEXT NOT NULL,
    checked_at INTEGER NOT NULL,
    difference_count INTEGER NOT NULL,
    figures TEXT NOT NULL,
    differences TEXT NOT NULL,
    PRIMARY KEY (account_id, integration_id, day, place),
    FOREIGN KEY (account_id, integration_id) REFERENCES integrations ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO reconciliations VALUES(1,1,20000,'Downtown',1700000000000000,1,'{"vendor":{"count":1,"values":[{"minor":1250,"currency":"USD"}]},"ours":{"count":0,"values":[]},"excluded":{}}','[{"kind":"event_missing","record":"reservation/2","unique_id":"opentable:1:2:Created Reservation","label":"2","vendor":{"minor":1250,"currency":"USD"},"ours":null,"reason":null,"our_day":null}]');
CREATE TABLE departures (
    account_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, list_id, profile_id, joined_at, left_at),
    FOREIGN KEY (account_id, list_id) REFERENCES lists ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO departures VALUES(1,1,1,1690000000000000,1695000000000000);
CREATE TABLE consent_rules (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts,
    unsubscribe_from INTEGER NOT NULL,
    opt_in INTEGER NOT NULL
) STRICT;
INSERT INTO consent_rules VALUES(1,1,0);
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
INSERT INTO suppressions VALUES(1,0,'zoe@example.com',4,77,1700000000000000,NULL,'manual','ana@example.com');
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
INSERT INTO confirmations VALUES(1,'01HCONFIRM',1,'new@example.com','{"email":"new@example.com"}','form','Page','','en',1700000000000000,1700259200000000,NULL);
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
INSERT INTO outgoing VALUES(1,1,'confirmation','new@example.com','en','{}',1700000000000000,1700259200000000);
CREATE INDEX identifiers_of_profile ON identifiers (account_id, profile_id);
CREATE INDEX facets_of_profile ON facets (account_id, profile_id);
CREATE INDEX facets_of_integration ON facets (account_id, integration_id);
CREATE INDEX possible_duplicates_of_other ON possible_duplicates (account_id, other_profile_id);
CREATE INDEX events_of_profile ON events (account_id, profile_id, time);
CREATE INDEX event_hash_collisions_of_event ON event_hash_collisions (account_id, event_id);
CREATE INDEX memberships_of_profile ON memberships (account_id, profile_id);
CREATE INDEX sessions_of_user ON sessions (account_id, user_id);
CREATE INDEX events_by_metric ON events (account_id, metric_id, time, profile_id);
CREATE INDEX source_records_excluded ON source_records
    (account_id, integration_id, exclusion, updated_at) WHERE exclusion <> '';
CREATE INDEX first_events_by_time ON first_events (account_id, time);
CREATE INDEX facets_of_import ON facets (account_id, import_id) WHERE import_id <> 0;
CREATE INDEX reconciliations_differing ON reconciliations (account_id, integration_id, day) WHERE difference_count > 0;
CREATE INDEX memberships_by_time ON memberships (account_id, list_id, joined_at, profile_id);
CREATE INDEX departures_of_profile ON departures (account_id, profile_id);
CREATE INDEX confirmations_of_email ON confirmations (account_id, email);
CREATE INDEX confirmations_by_end ON confirmations (account_id, expires_at);
CREATE INDEX outgoing_by_end ON outgoing (account_id, expires_at);
CREATE INDEX outgoing_to ON outgoing (account_id, recipient);
CREATE INDEX merges_of_profile ON merges (account_id, from_public_id);
COMMIT;
)sql";

}  // namespace regulars::store::sqlite
