// Escapes the two characters that mean something in a JSON pointer.
// SPDX-License-Identifier: Apache-2.0
#include "base/json_pointer.hpp"

namespace regulars {

std::string pointer_to(std::string_view parent, std::string_view member) {
    std::string pointer(parent);
    pointer += '/';
    for (char c : member) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return pointer;
}

}  // namespace regulars
