// Reads a whole account from the store into an index.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>

#include "audience/index.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// Everybody as the transaction sees them, on two threads: one reads, one makes the index. Cost: 30
/// s for 8 million events of a million people on two cores. Errors: the store's, cancelled.
Result<audience::Index> index_of(store::Transaction& tx, AccountId account, std::stop_token stop);

}  // namespace regulars::analytics
