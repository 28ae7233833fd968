// Says where in a JSON document something stands.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace regulars {

/// The JSON pointer (RFC 6901) of an object's member; `parent` is the object's, empty for the root.
std::string pointer_to(std::string_view parent, std::string_view member);

}  // namespace regulars
