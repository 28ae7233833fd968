// Orders by hash that are kept in two tables, so that new entries do not touch pages all over a
// file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/ids.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

// Hashes have no order in time: each entry of a commit stands on another page of a large index, and
// each page a commit touches goes through the log whole. So an order by hash is two tables of one
// shape: new entries join a small one ("…_recent"), and when an account's small tables hold
// `fold_after` entries they are folded into the large ones, in the order of the hashes, inside the
// transaction that brought the last of them. An entry stands in exactly one of the two, and
// everybody who looks one up looks into both. See docs/decisions/0003-ingest-speed.md.

/// Moves the account's recent entries into the large tables. Cost: touches each page of the large
/// tables at most once; about 2 µs an entry.
Result<void> fold_recent(Connection& db, AccountId account);

}  // namespace regulars::store::sqlite
