// How a benchmark refuses to go on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <string>
#include <type_traits>
#include <utility>

#include <errno.h>
#include <fmt/format.h>

#include "base/error.hpp"

namespace regulars::bench {

/// Ends the program, with its name and `what`, unless all is fine.
inline void require(bool fine, const std::string& what) {
    if (fine) return;
    fmt::print(stderr, "{}: {}\n", program_invocation_short_name, what);
    std::exit(1);
}

template <class T>
T must(Result<T> result) {
    require(result.has_value(), result ? "" : result.error().text());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace regulars::bench
