// Reads single values of a vendor's record whatever their type, and finds fields by position.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"

namespace regulars::sources::opentable {

/// A number, or a text that is one.
std::optional<std::int64_t> integer_in(JsonNode node);
/// A boolean, or "true"/"false", or 0/1.
std::optional<bool> boolean_in(JsonNode node);
/// A text, or a number's digits (kept in `texts`); empty for everything else.
std::string_view text_in(JsonNode node, std::deque<std::string>& texts);
/// A UTC time; one without zone is taken as UTC.
std::optional<Instant> instant_in(JsonNode node);
std::optional<Instant> local_instant_in(JsonNode node, const Zone& zone);

/// A moment that the vendor tells twice: by UTC, and by the restaurant's clock.
struct TwiceTold {
    JsonNode utc, local;
    /// Only what UTC says, unless it says nothing.
    std::optional<Instant> instant(const Zone& zone) const {
        if (auto at = instant_in(utc)) return at;
        return local_instant_in(local, zone);
    }
};

/// Finds fields by name. The records of a page have their members in the same order, so where a
/// name stood last time it is found with one comparison.
template <class Field, std::size_t N>
class FieldOrder {
  public:
    using Names = std::array<std::pair<std::string_view, Field>, N>;
    explicit constexpr FieldOrder(const Names& names) : names_(names) {}

    Field find(std::size_t position, std::string_view name) {
        if (position < seen_.size() && seen_[position].first == name) return seen_[position].second;
        Field field = Field::other;
        std::string_view kept;
        for (auto& [known, value] : names_)
            if (known == name) field = value, kept = known;
        // Only names of our own table are kept: they outlive every page.
        if (position < seen_.size() && !kept.empty()) seen_[position] = {kept, field};
        return field;
    }

  private:
    const Names& names_;
    std::array<std::pair<std::string_view, Field>, 96> seen_{};
};

}  // namespace regulars::sources::opentable
