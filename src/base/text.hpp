// Small operations on UTF-8 text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regulars {

/// Without ASCII white space at both ends.
std::string_view trimmed(std::string_view text);
/// ASCII letters lowered; other bytes as they are.
std::string lowered(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool is_utf8(std::string_view text);
/// At most `limit` bytes, never ending inside a character.
std::string_view clipped(std::string_view text, std::size_t limit);
std::vector<std::string_view> split(std::string_view text, char separator);
/// Per RFC 3986: everything but unreserved characters is escaped.
std::string percent_encoded(std::string_view text);
std::string percent_decoded(std::string_view text);

}  // namespace regulars
