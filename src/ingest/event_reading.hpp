// The steps of a file of events: as many lines as one transaction takes, those that name nobody
// left out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "ingest/event_lines.hpp"
#include "ingest/import_rows.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

/// An event and, where its line names one of our profiles, which one that is.
struct ReadEvent {
    EventLine said;
    std::optional<ProfileId> profile;
};

/// Some lines. Columns of problems are JSON pointers; reasons: event_lines.hpp, and
/// unknown_profile.
struct ReadEvents : RowsRead {
    std::vector<ReadEvent> events;
};

/// Reads a file of events step by step. For one thread; `store` and `account` outlive it.
class EventReading {
  public:
    EventReading(store::Store& store, const model::Account& account,
                 std::unique_ptr<ByteSource> source)
        : store_(store), account_(account), lines_(std::move(source), most_line_bytes) {}

    /// Passes over lines that were dealt with before.
    Result<void> pass_over(std::int64_t lines);
    /// Up to `most` lines, blank ones not counted; none at the end. Errors: the reader's and the
    /// store's.
    Result<ReadEvents> next(std::int64_t most, Instant now);

  private:
    Result<bool> next_line(Line& line);
    Result<void> find_profiles(ReadEvents& read);

    store::Store& store_;
    const model::Account& account_;
    LineReader lines_;
    std::unordered_map<std::string, ProfileId> profiles_;  // by public id; 0: there is none
};

}  // namespace regulars::ingest
