// People in the order of a figure, a page at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/ids.hpp"

namespace regulars::analytics {

/// Somebody's place among others: who has a figure comes before who has none, and of those who have
/// the same the one with the smaller id.
struct Ranked {
    std::optional<double> figure;
    ProfileId person;
    bool operator==(const Ranked&) const = default;
};

enum class Direction { ascending, descending };

/// In their order those who come after `after` (none: from the beginning), at most `limit`. Cost:
/// one pass over everybody, and sorting the page.
std::vector<Ranked> page_of(std::vector<Ranked> everybody, Direction direction,
                            const std::optional<Ranked>& after, std::size_t limit);

/// A place as a text of at most 50 characters, and back. Errors: invalid.
std::string text_of(const Ranked& place);
Result<Ranked> ranked_from(std::string_view text);

}  // namespace regulars::analytics
