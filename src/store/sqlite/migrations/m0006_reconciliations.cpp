// Schema 6: what reconciliation found of an integration's days.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// `day` is a day_number; figures and differences are model::ReconciledDay's JSON.
extern const Migration migration_0006;
const Migration migration_0006{6, R"sql(
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
CREATE INDEX reconciliations_differing ON reconciliations (account_id, integration_id, day) WHERE difference_count > 0;
)sql"};

}  // namespace regulars::store::sqlite
