// Ids that look random and still tell which record they name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace regulars::sandbox {

/// One-to-one on 32 bits, for each key another way (a Feistel network of four rounds); and back.
std::uint32_t scramble(std::uint64_t key, std::uint32_t value);
std::uint32_t unscramble(std::uint64_t key, std::uint32_t value);

constexpr const char* lower_hex = "0123456789abcdef";
constexpr const char* upper_hex = "0123456789ABCDEF";
/// Appends the lowest `digits` hexadecimal digits, at most 16.
void append_hex(std::string& out, std::uint64_t value, int digits,
                const char* alphabet = lower_hex);
/// Appends a UUID of version 4 whose first 32 bits are `head`.
void append_uuid(std::string& out, std::uint32_t head, std::uint64_t rest, std::uint64_t more,
                 const char* alphabet = lower_hex);
/// The first eight hexadecimal digits of a text, in either case.
std::optional<std::uint32_t> head_of(std::string_view id);

}  // namespace regulars::sandbox
