// Events from JSON lines: read, checked, and handed to the one door in batches.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <stop_token>

#include "ingest/event_lines.hpp"
#include "ingest/ingest.hpp"

namespace regulars::ingest {

/// What came of a file of events.
struct EventImportCounts {
    std::int64_t lines = 0;    // read, blank ones not counted
    std::int64_t created = 0;  // events; in a rehearsal those that would be
    std::int64_t repeated = 0; // whose unique id was there before, or in an earlier line: the first one stays
    std::int64_t skipped = 0;  // lines that were refused
    std::int64_t forgotten = 0;  // events of people who asked to be forgotten
    std::int64_t profiles_created = 0; // not known in a rehearsal
    std::map<std::string, std::int64_t, std::less<>> problems;  // all, by reason
    std::vector<LineProblem> told;     // the first most_told_problems
};
inline constexpr std::size_t most_told_problems = 10'000;

/// Of one transaction. More write fewer pages, fewer keep others waiting less: 50,000 events take one to two seconds, with as
/// many new people three.
struct EventImportSteps {
    std::size_t events = 50'000;
};

/// Imports events. Each step is one transaction; a file that was imported half is simply imported
/// again: what is there already is counted as repeated. Lines are read and made ready while others are written.
/// Thread-safe as far as its store is.
class EventImport {
  public:
    using Progress = std::function<void(const EventImportCounts&)>;

    EventImport(store::Store& store, Clock& clock, Random& random, EventImportSteps steps = {}) : store_(store), clock_(clock), random_(random), steps_(steps) {}

    /// Reads to the end, or until `stop`. Errors: invalid (no line at all, or another encoding),
    /// not_found (no such account), cancelled (stopped; what was read is in), the source's and the store's.
    Result<EventImportCounts> run(AccountId account, std::unique_ptr<ByteSource> source, const Progress& progress, std::stop_token stop);
    /// Reads to the end and writes nothing. Repeated are those whose unique id repeats in the file
    /// or is held already. Memory: 16 bytes an event.
    Result<EventImportCounts> rehearse(AccountId account, std::unique_ptr<ByteSource> source, const Progress& progress, std::stop_token stop);

  private:
    store::Store& store_;
    Clock& clock_;
    Random& random_;
    EventImportSteps steps_;
};

}  // namespace regulars::ingest
