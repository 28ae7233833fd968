// Takes one member away.
// SPDX-License-Identifier: Apache-2.0
#include "sources/beginning.hpp"

#include "sources/set_up.hpp"

namespace regulars::sources {

std::vector<model::Cursor> begun_anew(std::span<const model::Cursor> cursors,
                                      std::string_view stream) {
    std::vector<model::Cursor> anew;
    for (auto& cursor : cursors) {
        if (!cursor.stream.starts_with(stream)) continue;
        auto state = merged(cursor.state, R"({"began":null})").value_or("{}");
        if (state != cursor.state)
            anew.push_back({.stream = cursor.stream, .version = cursor.version, .state = state});
    }
    return anew;
}

}  // namespace regulars::sources
