// Cursors sent back to their beginning.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/integration.hpp"

namespace regulars::sources {

/// The cursors whose stream begins with `stream`, without the member "began": where it is missing a
/// plan begins anew. What else they keep, such as how large a page may be, stays. Those that never
/// began are left out.
std::vector<model::Cursor> begun_anew(std::span<const model::Cursor> cursors,
                                      std::string_view stream);

}  // namespace regulars::sources
