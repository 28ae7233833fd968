// What a metric's events add up to: by stretches of time, by the texts of a property.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "audience/person.hpp"
#include "base/money.hpp"

namespace regulars::audience {

/// What a property of an event shows: nothing (not set, or an empty list), one text, or a list's
/// items, sorted, each once.
using Texts = std::vector<std::string>;
/// Of a value as an index keeps it.
Texts texts_of(const model::Property& value);
/// Sorted, each once.
Texts distinct(Texts texts);

struct TallyFilter {
    std::string property;
    std::function<bool(const Texts&)> accepts;  // asked once of each value that is met
};

/// Adds up a number for each event.
struct TallyWeight {
    std::string property;
    std::function<std::int64_t(const Texts&)> of;
};

struct TallyQuestion {
    MetricId metric;
    /// Stretch i is [bounds[i], bounds[i + 1]). Ascending, two to 65,536 of them.
    std::vector<Instant> bounds;
    Currency currency;  // whose values are added up
    std::optional<std::string> group_by;
    std::vector<TallyFilter> filters;  // all must hold of an event
    std::optional<TallyWeight> weight;
};

struct TallySums {
    std::int64_t events = 0;
    std::int64_t people = 0;             // unique
    std::int64_t valued = 0, minor = 0;  // events with a value in the currency, and the values' sum
    std::int64_t weight = 0;
    bool operator==(const TallySums&) const = default;
};

struct TallyGroup {
    std::optional<std::string> text;  // nothing: the property shows none
    bool is_rest = false;             // all smaller groups together
    TallySums total;
    std::vector<TallySums> stretches;
    bool operator==(const TallyGroup&) const = default;
};

constexpr std::size_t most_tally_groups = 8;

struct Tally {
    TallySums total;
    std::vector<TallySums> stretches;
    /// Those with the most events first, among equals by text; at most 8, and the rest. An event
    /// with a list counts in the group of each of its items, and once in the rest.
    std::vector<TallyGroup> groups;
    std::map<Currency, std::int64_t> other_minor;  // of currencies in which events have values
    bool operator==(const Tally&) const = default;
};

/// The groups of a tally, still empty: of texts and how many events show each.
std::vector<TallyGroup> ranked_groups(
    std::vector<std::pair<std::optional<std::string>, std::int64_t>> events_of_texts,
    std::size_t stretches);

}  // namespace regulars::audience
