// Puts imported rows into the store, and takes an import back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/env.hpp"
#include "ingest/import_rows.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

/// Most problems of one import that are kept with their lines; all are counted.
inline constexpr std::int64_t most_kept_problems = 10'000;

/// The people of some rows as the newcomers that they perhaps are, away from the writer; brings the
/// people into the newcomers' order. `import` has begun.
std::unique_ptr<store::PreparedNewcomers> prepare_newcomers(const store::Store& store,
                                                            const model::Import& import,
                                                            ImportedRows& rows, Instant now,
                                                            Random& random);

/// Applies rows and moves the import's position past them, all inside the caller's transaction.
/// New people are added together, as they were prepared; rows of people who are known go the way of
/// every source. The import's counts are brought up to date and it is written.
Result<void> apply_import(store::Transaction& tx, const model::Account& account,
                          model::Import& import, const ImportedRows& rows,
                          const store::PreparedNewcomers& newcomers, Instant now, Random& random);

/// Counts what was read, keeps its problems, moves the import's position past it and writes it.
Result<void> keep_progress(store::Transaction& tx, AccountId account, model::Import& import,
                           const RowsRead& rows);

/// Takes back up to `most` of the people an import brought: their facet, its events, the consents
/// and the list membership that came with it, and the profile where nothing else is known of it.
/// True when there may be more. The import's `removed` is brought up to date and it is written.
Result<bool> undo_import(store::Transaction& tx, const model::Account& account,
                         model::Import& import, int most, Instant now, Random& random);

}  // namespace regulars::ingest
