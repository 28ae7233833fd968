// Schema 9: as data what stood in texts for people (why a run failed, how far a backfill is, whose
// consent), and the zones of days.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// trouble, stage and segment_days are enumerators' numbers; both troubles are null where there is
// no error. What runs said in texts until now is read out of them once. A verified day's zone is
// empty where only a new check can tell it. method_detail says more of a method: of "integration"
// the kind, which only OpenTable's could be until now.
extern const Migration migration_0009;
const Migration migration_0009{9, R"sql(
ALTER TABLE runs ADD COLUMN done_before REAL NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN stage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN month TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN months_done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN months_total INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN trouble INTEGER;
ALTER TABLE runs ADD COLUMN http_status INTEGER;
ALTER TABLE integrations ADD COLUMN last_trouble INTEGER;
ALTER TABLE integrations ADD COLUMN last_http_status INTEGER;

UPDATE runs SET stage = CASE WHEN done >= 1 THEN 2 WHEN progress = '' OR progress LIKE 'guests%' OR progress LIKE 'customers%' THEN 0
    WHEN progress LIKE 'reservations%' OR progress LIKE 'sales%' OR progress LIKE '%orders changed before%' THEN 1 WHEN progress LIKE 'shipments%' THEN 3 ELSE 2 END;
UPDATE runs SET month = substr(progress, 15, 7), months_done = CAST(substr(progress, 24) AS INTEGER) - 1,
    months_total = CAST(substr(progress, instr(progress, ' of ') + 4) AS INTEGER)
    WHERE progress GLOB 'reservations: [0-9][0-9][0-9][0-9]-[0-9][0-9] ([0-9]*';
UPDATE runs SET http_status = CAST(substr(error, instr(error, ' answered ') + 10, 3) AS INTEGER) WHERE error GLOB '* answered [1-5][0-9][0-9]*';
UPDATE runs SET trouble = CASE
    WHEN instr(error, 'refused the client id') > 0 OR http_status = 401 THEN 1 WHEN http_status = 403 THEN 2 WHEN http_status = 429 THEN 3
    WHEN http_status >= 500 THEN 4 WHEN http_status IS NOT NULL THEN 5
    WHEN instr(error, 'holds no') + instr(error, 'instead of') + instr(error, 'promises') + instr(error, 'JSON') > 0 THEN 5
    WHEN instr(error, 'asked to stop') + instr(error, 'interrupted') > 0 THEN 6
    WHEN instr(error, 'database') + instr(error, 'disk') > 0 THEN 7 ELSE 0 END
    WHERE error <> '';
UPDATE integrations SET (last_trouble, last_http_status) =
    (SELECT trouble, http_status FROM runs WHERE runs.account_id = integrations.account_id AND runs.integration_id = integrations.integration_id
     AND error = last_error ORDER BY run_id DESC LIMIT 1) WHERE last_error <> '';
UPDATE integrations SET last_trouble = CASE WHEN status = 2 THEN 2 ELSE 7 END WHERE last_error <> '' AND last_trouble IS NULL;

ALTER TABLE reconciliations ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
UPDATE reconciliations SET time_zone = coalesce((SELECT json_extract(settings, '$.time_zone') FROM integrations
    WHERE integrations.account_id = reconciliations.account_id AND integrations.integration_id = reconciliations.integration_id AND json_valid(settings)), '');

ALTER TABLE accounts ADD COLUMN segment_days INTEGER NOT NULL DEFAULT 0;

ALTER TABLE consent_ledger ADD COLUMN method_detail TEXT NOT NULL DEFAULT '';
ALTER TABLE consents ADD COLUMN method_detail TEXT NOT NULL DEFAULT '';
UPDATE consent_ledger SET method_detail = 'regulars-opentable' WHERE method = 'integration' AND given_by = 1;
UPDATE consents SET method_detail = 'regulars-opentable' WHERE method = 'integration';
)sql"};

}  // namespace regulars::store::sqlite
