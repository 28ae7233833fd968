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
    RowsRead read;
    std::vector<PersonUpsert>
        people;  // of whom the file has not spoken before, in the newcomers' order
    std::unique_ptr<store::PreparedNewcomers> newcomers;
    std::vector<PersonUpsert> known;  // of whom more is said, and who is named by our own id
    std::vector<EventUpsert> events;  // in the lines' order
};

/// Makes the steps of one import. A person is handed on once, and again only when more is said of
/// them. For one thread.
class EventSteps {
  public:
    EventSteps(const store::Store& store, ImportId import) : store_(store), import_(import) {}
    EventStep make(ReadEvents read, Instant now, Random& random);

  private:
    const store::Store& store_;
    ImportId import_;
    std::unordered_set<std::uint64_t>
        heard_;  // hashes of people's keys, and of all that a line says of one
};

/// Adds who is new by the thousand, the others one by one, and the events; brings the import's
/// counts and position up to date and writes it. All inside the caller's transaction.
Result<void> apply_events(store::Transaction& tx, const model::Account& account,
                          model::Import& import, const EventStep& step, Instant now,
                          Random& random);

}  // namespace regulars::ingest
