// A request's target taken apart: path and checked query.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace regulars::sandbox {

struct Target {
    std::string path;                                        // "/sync/v2/guests", still encoded
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order

    /// Accepts a path with query, or an absolute URL.
    static Target parse(std::string_view target);
    /// The first value; nothing when the parameter is not there.
    std::optional<std::string_view> parameter(std::string_view name) const;
    /// Path and query, with one parameter set anew.
    std::string with(std::string_view name, std::string_view value) const;
};

}  // namespace regulars::sandbox
