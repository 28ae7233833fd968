// Contact data in matching form.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace regulars::ingest {

/// Trimmed and lower-cased, or nothing when it cannot be an address: no single '@' with text on
/// both sides, white space or control characters inside, or more than 254 bytes (RFC 5321
/// §4.5.3.1.3).
std::optional<std::string> normalized_email(std::string_view text);

/// E.164 of a number written nationally or internationally, or nothing when libphonenumber finds it
/// is no valid number. `country` is ISO 3166-1 alpha-2. Cost: tens of microseconds, and less than
/// one for the thousands of numbers that a thread read last. Thread-safe.
std::optional<std::string> normalized_phone(std::string_view text, std::string_view country);

/// The first of `candidates` that is a valid number.
std::optional<std::string> first_valid_phone(std::span<const std::string> candidates,
                                             std::string_view country);

}  // namespace regulars::ingest
