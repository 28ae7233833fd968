// A step of a file of events: made ready beside the writer, then applied in one transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <unordered_set>
#include <vector>

#include "base/env.hpp"
#include "ingest/event_reading.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

/// What some lines want true.
struct EventStep {
    std::vector<PersonUpsert> people;  // of whom the file has not spoken before, in the newcomers' order
    std::unique_ptr<store::PreparedNewcomers> newcomers;
    std::vector<PersonUpsert> known;   // of whom more is said, and who is named by our own id
    std::vector<EventUpsert> events;   // in the lines' order
};

/// Makes the steps of one file. A person is handed on once, and again only when more is said of them.
/// For one thread; draws from `random` alone.
class EventSteps {
  public:
    EventSteps(const store::Store& store, Random& random) : store_(store), random_(random) {}
    EventStep make(std::vector<ReadEvent> events, Instant now);

  private:
    const store::Store& store_;
    Random& random_;
    std::unordered_set<std::uint64_t> heard_;  // hashes of people's keys, and of all that a line says of one
};

/// Adds who is new by the thousand, the others one by one, and the events. Lies within one transaction.
Result<Applied> apply_events(store::Transaction& tx, const model::Account& account, const EventStep& step, Instant now, Random& random);

}  // namespace regulars::ingest
