// Numbered steps that bring a database's schema up to date, forward only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

struct Migration {
    int version;                                     // 1, 2, 3 … without gaps
    const char* sql;                                 // one or more statements
    Result<void> (*fill)(Connection& db) = nullptr;  // then computes what SQL cannot
};

/// All migrations, oldest first. To add one: a file migrations/mNNNN_title.cpp, a line in
/// migration.cpp, and a line in dumps/version_rows.hpp.
std::span<const Migration* const> migrations();
/// The version this program writes.
int newest_version();

/// Applies what is missing up to a version, in one transaction, and returns the version reached.
/// Errors: conflict (a newer program made the database, or it is not ours), unavailable.
Result<int> migrate(Connection& db, int up_to = newest_version());

}  // namespace regulars::store::sqlite
