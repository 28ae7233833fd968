// Cuts a JSON array into the texts of its elements, so that a large page is never one tree.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "base/error.hpp"

namespace regulars::sources::toast {

/// Calls `visit` with the text of each element, in order; the texts are views of `json` and are not
/// checked to be JSON themselves. At most `most` elements. Cost: one look at each byte, no memory.
/// Errors: unavailable (no array, or one that does not end: a cut body), exhausted, and those of
/// `visit`.
Result<void> each_element(std::string_view json, std::size_t most,
                          const std::function<Result<void>(std::string_view)>& visit);

}  // namespace regulars::sources::toast
