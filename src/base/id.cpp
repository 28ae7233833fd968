// ULIDs and six-character ids.
// SPDX-License-Identifier: Apache-2.0
#include "base/id.hpp"

namespace regulars {

std::string make_ulid(Instant now, Random& random) {
    static constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
    std::string text(26, '0');
    auto time_ms = std::uint64_t(now.us / 1'000);
    for (std::size_t i = 10; i-- > 0; time_ms >>= 5) text[i] = alphabet[time_ms & 31];
    std::uint64_t high = random.next(), low = random.next();
    for (std::size_t i = 0; i < 8; ++i) text[10 + i] = alphabet[(high >> (5 * i)) & 31];
    for (std::size_t i = 0; i < 8; ++i) text[18 + i] = alphabet[(low >> (5 * i)) & 31];
    return text;
}

std::string make_short_id(Random& random) {
    static constexpr char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string text(6, 'A');
    for (char& c : text) c = alphabet[random.below(62)];
    return text;
}

}  // namespace regulars
