// Where postal codes lie, read from a file that is made at set-up; and distances on the globe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.hpp"

namespace regulars::audience {

struct Position {
    double latitude = 0, longitude = 0;  // degrees, WGS 84
    bool operator==(const Position&) const = default;
};

/// Great-circle distance on a sphere of 6,371.0088 km (the mean radius of IUGG).
double kilometers_between(Position a, Position b);
constexpr double kilometers_per_mile = 1.609344;

/// Limits: 5 million codes.
class PostalCodes {
  public:
    /// Lines of "US,02108,42.357,-71.065" (country, code, latitude, longitude); of repeated codes
    /// the first counts. Errors: invalid, with the line; exhausted past the limit.
    static Result<PostalCodes> from_csv(std::string_view text);

    /// Letters and digits alone matter. Of a US code the first five, of a Canadian one the first
    /// three, of a Dutch one the first four, of a British one the outward part: each where the
    /// whole code is not known.
    std::optional<Position> find(std::string_view country_code, std::string_view postal_code) const;
    std::size_t size() const { return places_.size(); }

  private:
    std::unordered_map<std::string, Position> places_;  // by "US 02108"
};

}  // namespace regulars::audience
