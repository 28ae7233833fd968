// One metric's one day in memory, for counting people and properties quickly.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// One property of a day's events: its texts, and which of them each event has (none, or several).
class Column {
  public:
    std::vector<std::string> texts;     // each once
    std::vector<std::uint32_t> counts;  // for each text, the events that have it
    std::uint32_t unset = 0;            // events that have none

    /// Calls `visit` with the index of each of the event's texts.
    template <class Visit>
    void each_code(std::size_t event, Visit visit) const {
        if (is_single()) {
            if (single_[event] > 0) visit(std::uint32_t(single_[event] - 1));
            return;
        }
        for (std::uint32_t at = event == 0 ? 0 : ends_[event - 1]; at < ends_[event]; ++at) visit(codes_[at]);
    }
    /// No event has several texts, and there are at most 255: a byte an event.
    bool is_single() const { return !single_.empty(); }
    /// For each event 0, or 1 + the index of its text; only where `is_single`.
    const std::vector<std::uint8_t>& single() const { return single_; }

    /// Sets the codes of all events: event after event, and where each event's end.
    void set(std::vector<std::uint32_t> codes, std::vector<std::uint32_t> ends);
    std::size_t bytes() const;

  private:
    std::vector<std::uint8_t> single_;
    std::vector<std::uint32_t> codes_, ends_;  // where not single
};

/// Immutable once made. `people` is always there; the rest only of a whole day.
struct Day {
    std::int64_t stamp = -1;            // the greatest of the store's stamps when it was read
    std::vector<std::uint32_t> people;  // profile ids, sorted, each once

    bool is_whole = false;
    std::vector<std::uint32_t> profiles;   // per event, by time
    std::vector<std::uint32_t> second_of;  // since the day's start
    std::vector<std::int64_t> minor;        // empty when no event has a value
    std::vector<std::int16_t> currency_of;  // index in currencies, -1 without a value; empty likewise
    std::vector<Currency> currencies;
    std::map<std::string, Column, std::less<>> columns;
    /// Properties with so many different texts that they are kept only when asked for.
    std::set<std::string, std::less<>> left_out;

    std::size_t bytes() const;
    const Column* column(const std::string& property) const {
        auto found = columns.find(property);
        return found == columns.end() ? nullptr : &found->second;
    }
    bool knows(const std::string& property) const { return is_whole && !left_out.contains(property); }
};

/// Reads days from the store, one after the other in order of time.
class DayReader {
  public:
    DayReader(store::Transaction& tx, AccountId account, MetricId metric, const Zone& zone)
        : tx_(tx), account_(account), metric_(metric), zone_(zone) {}
    /// Cost: 0.3 us an event, from the index alone.
    Result<std::shared_ptr<Day>> people(std::int64_t day) const;
    /// Cost: 4 us an event. `wanted` properties are kept however many texts they have.
    Result<std::shared_ptr<Day>> whole(std::int64_t day, const std::set<std::string>& wanted) const;

  private:
    Instant start_of(std::int64_t day) const { return zone_.start_of(date_of_day(day)); }
    store::Transaction& tx_;
    AccountId account_;
    MetricId metric_;
    const Zone& zone_;
};

}  // namespace regulars::analytics
