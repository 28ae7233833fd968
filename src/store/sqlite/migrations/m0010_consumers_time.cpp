// Schema 10: as of which instant a consumer of the change log handled it.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migration.hpp"

namespace regulars::store::sqlite {

// 0 where it is not known.
extern const Migration migration_0010;
const Migration migration_0010{10,
                               "ALTER TABLE consumers ADD COLUMN at INTEGER NOT NULL DEFAULT 0;"};

}  // namespace regulars::store::sqlite
