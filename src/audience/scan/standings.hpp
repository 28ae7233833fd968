// Whether single people stand in a segment, and until when: the reference's answer from the
// columns.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include "audience/reference.hpp"
#include "audience/scan/person_sieves.hpp"
#include "audience/window.hpp"

namespace regulars::audience {

/// A timeframe at one now. What it says of a day's events is remembered, since many people's events
/// share few days. Not thread-safe.
class Timeframe {
  public:
    Timeframe(const DateTest& test, Instant now, const Zone& zone);
    bool has(Instant time) const { return matcher_(time); }
    /// next_change() of the test.
    std::optional<Instant> next(Instant time);

  private:
    struct Day {
        Window hours{latest, earliest};
        std::optional<Instant> next;
    };
    const DateTest& test_;
    Instant now_;
    Zone zone_;
    DateMatcher matcher_;
    bool is_by_days_;  // all past instants of a day have one answer
    std::unordered_map<std::int64_t, std::array<Day, 2>>
        days_;  // by day of UTC, which touches two or three of the zone
};

/// Asked of one person after the other. Not thread-safe; the question outlives it.
class Standings {
  public:
    Standings(const Columns& columns, const Question& question, Instant now);
    Standing of(std::uint32_t ordinal);

  private:
    struct Asked {
        const CompiledCondition* condition;
        std::optional<Timeframe> timeframe;                    // of a metric
        Extent extent;                                         // of any other
        std::vector<std::optional<std::uint32_t>> properties;  // of a metric's filters
        std::optional<std::uint32_t> amounts;                  // its property to add up
    };
    bool of_metric(Asked& asked, const CompiledMetric& condition, std::uint32_t ordinal,
                   std::optional<Instant>& next) const;

    const Columns& columns_;
    const Question& question_;
    Instant now_;
    Zone zone_;
    std::vector<std::vector<Asked>> groups_;
};

}  // namespace regulars::audience
