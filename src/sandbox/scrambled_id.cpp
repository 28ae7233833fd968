// A Feistel network and hexadecimal digits.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/scrambled_id.hpp"

#include "base/env.hpp"

namespace regulars::sandbox {
namespace {

std::uint16_t round_of(std::uint64_t key, std::uint32_t half, std::uint64_t n) {
    return std::uint16_t(mix(key + half, n) >> 17);
}

}  // namespace

std::uint32_t scramble(std::uint64_t key, std::uint32_t value) {
    std::uint32_t left = value >> 16, right = value & 0xffff;
    for (std::uint64_t n = 0; n < 4; ++n) {
        std::uint32_t next = left ^ round_of(key, right, n);
        left = right, right = next;
    }
    return left << 16 | right;
}

std::uint32_t unscramble(std::uint64_t key, std::uint32_t value) {
    std::uint32_t left = value >> 16, right = value & 0xffff;
    for (std::uint64_t n = 4; n-- > 0;) {
        std::uint32_t previous = right ^ round_of(key, left, n);
        right = left, left = previous;
    }
    return left << 16 | right;
}

void append_hex(std::string& out, std::uint64_t value, int digits, const char* alphabet) {
    char buffer[16];
    for (int i = digits; i-- > 0; value >>= 4) buffer[i] = alphabet[value & 15];
    out.append(buffer, std::size_t(digits));
}

void append_uuid(std::string& out, std::uint32_t head, std::uint64_t rest, std::uint64_t more,
                 const char* alphabet) {
    append_hex(out, head, 8, alphabet);
    out += '-';
    append_hex(out, rest, 4, alphabet);
    out += "-4";
    append_hex(out, rest >> 16, 3, alphabet);
    out += '-';
    append_hex(out, 0x8000 | (rest >> 28 & 0x3fff), 4, alphabet);
    out += '-';
    append_hex(out, more, 12, alphabet);
}

std::optional<std::uint32_t> head_of(std::string_view id) {
    if (id.size() < 8) return {};
    std::uint32_t head = 0;
    for (char c : id.substr(0, 8)) {
        std::uint32_t digit = c >= '0' && c <= '9'   ? std::uint32_t(c - '0')
                              : c >= 'a' && c <= 'f' ? std::uint32_t(c - 'a' + 10)
                              : c >= 'A' && c <= 'F' ? std::uint32_t(c - 'A' + 10)
                                                     : 16;
        if (digit > 15) return {};
        head = head << 4 | digit;
    }
    return head;
}

}  // namespace regulars::sandbox
