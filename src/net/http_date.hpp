// Dates as HTTP headers write them (RFC 9110, section 5.6.7).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace regulars::net {

/// "Sun, 06 Nov 1994 08:49:37 GMT"; the fraction of a second is dropped.
std::string format_http_date(Instant t);
/// Reads that form and the two obsolete ones ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6
/// 08:49:37 1994"); a two-digit year is read as the one within fifty years of `now`. The day's name
/// is not checked. Nothing when the text is no such date.
std::optional<Instant> parse_http_date(std::string_view text, Instant now);

}  // namespace regulars::net
