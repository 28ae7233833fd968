// The steps of a file of events: as many lines as one transaction takes, those that name nobody left out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "ingest/event_import.hpp"

namespace regulars::ingest {

/// An event and, where its line names one of our profiles, which one that is.
struct ReadEvent {
    EventLine said;
    std::optional<ProfileId> profile;
};

/// Reads a file of events step by step. For one thread.
class EventReading {
  public:
    EventReading(store::Store& store, const model::Account& account, std::unique_ptr<ByteSource> source, EventImportSteps steps)
        : store_(store), account_(account), lines_(std::move(source), most_line_bytes), steps_(steps) {}

    /// The next events; none at the end. Lines, refusals and notes are added to `counts`. Errors:
    /// the reader's and the store's.
    Result<std::vector<ReadEvent>> next(Instant now, EventImportCounts& counts);

  private:
    Result<void> find_profiles(std::vector<ReadEvent>& events, EventImportCounts& counts);

    store::Store& store_;
    const model::Account& account_;
    LineReader lines_;
    EventImportSteps steps_;
    bool is_over_ = false;
    std::unordered_map<std::string, ProfileId> profiles_;  // by public id; 0: there is none
};

/// Counts a problem and keeps it while there is room.
void tell(EventImportCounts& counts, LineProblem problem);

}  // namespace regulars::ingest
