// Reads only the restaurant's id of a webhook's body.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/webhook.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "sources/opentable/fields.hpp"

namespace regulars::sources::opentable {

Result<std::string> restaurant_hinted_by(std::string_view body) {
    auto document = TRY(JsonDocument::parse(body, {.max_bytes = 1u << 20, .max_depth = 16}));
    auto rid = integer_in(document.root()["rid"]);
    if (!rid || *rid <= 0) return fail(ErrorKind::invalid, "names no restaurant", "/rid");
    return fmt::format("{}", *rid);
}

}  // namespace regulars::sources::opentable
