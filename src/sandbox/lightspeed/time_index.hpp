// Which records have a given time in one of their fields, in order of it, as fields change.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sandbox/records.hpp"

namespace regulars::sandbox::lightspeed {

/// Every value that a time field of a record will ever have, with the record. Whoever walks asks
/// whether the value holds at present and skips what has passed or is to come. Not thread-safe
/// while it grows.
class TimeIndex {
  public:
    struct Entry {
        Seconds at;
        std::uint32_t index;
        auto operator<=>(const Entry&) const = default;
    };

    /// `first` is about the earliest time; earlier ones are welcome but cost more. Cost: a day's
    /// entries.
    explicit TimeIndex(Seconds first) : first_day_(first / day_s) {}

    void add(Entry entry) {
        auto& day = day_of(entry.at);
        auto place = std::lower_bound(day.begin(), day.end(), entry);
        if (place == day.end() || *place != entry) day.insert(place, entry);
    }

    /// Visits entries after `from`, in order, until `visit` returns false.
    template <class Visit>
    void each_after(Entry from, Visit visit) const {
        for (std::size_t d = position(from.at); d < days_.size(); ++d) {
            auto& day = days_[d];
            for (auto at = std::upper_bound(day.begin(), day.end(), from); at != day.end(); ++at) {
                if (!visit(*at)) return;
            }
        }
    }
    /// Visits entries before `from`, latest first, until `visit` returns false.
    template <class Visit>
    void each_before(Entry from, Visit visit) const {
        for (std::size_t d = std::min(position(from.at) + 1, days_.size()); d-- > 0;) {
            auto& day = days_[d];
            for (auto at = std::lower_bound(day.begin(), day.end(), from); at != day.begin();) {
                if (!visit(*--at)) return;
            }
        }
    }

  private:
    static constexpr Seconds day_s = 86'400;
    std::size_t position(Seconds at) const {
        return at / day_s < first_day_ ? 0 : at / day_s - first_day_;
    }
    std::vector<Entry>& day_of(Seconds at) {
        std::size_t position_of_day = position(at);
        if (days_.size() <= position_of_day) days_.resize(position_of_day + 64);
        return days_[position_of_day];
    }

    Seconds first_day_;
    std::vector<std::vector<Entry>> days_;
};

}  // namespace regulars::sandbox::lightspeed
