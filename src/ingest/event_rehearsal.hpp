// What a file of events would bring, without writing anything.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_set>

#include "ingest/event_reading.hpp"

namespace regulars::ingest {

/// Counts events that would be new and those that would not: their unique id repeats in the file or
/// is held already; and the people, known and new. Memory: 16 bytes an event and a person.
class EventRehearsal {
  public:
    explicit EventRehearsal(AccountId account) : account_(account) {}
    /// Asks the store of one step.
    Result<void> add(store::Transaction& tx, const ReadEvents& read);
    const model::ImportCounts& counts() const { return counts_; }

  private:
    AccountId account_;
    model::ImportCounts counts_;
    std::unordered_set<std::uint64_t> events_, people_;  // hashes
};

}  // namespace regulars::ingest
