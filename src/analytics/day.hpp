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
struct Column {
    std::vector<std::string> texts;    // each once
    std::vector<std::uint32_t> codes;  // indexes of texts, event after event
    std::vector<std::uint32_t> ends;   // for each event, the end of its codes
    std::size_t bytes() const;
};

/// Immutable once made. `people` is always there; the rest only of a whole day.
struct Day {
    std::int64_t stamp = -1;            // the greatest of the store's stamps when it was read
    std::vector<std::uint32_t> people;  // profile ids, sorted, each once

    bool is_whole = false;
    std::vector<std::uint32_t> profiles;   // per event, by time
    std::vector<std::uint32_t> second_of;  // since the day's start
    std::vector<std::int64_t> minor;
    std::vector<std::int16_t> currency_of;  // index in currencies, -1 without a value
    std::vector<Currency> currencies;
    std::map<std::string, Column, std::less<>> columns;
    /// Properties with so many different texts that they are kept only when asked for.
    std::set<std::string, std::less<>> left_out;

    std::size_t bytes() const;
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
