// Guids that can be read backwards.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/guid.hpp"

#include "base/env.hpp"
#include "sandbox/scrambled_id.hpp"

namespace regulars::sandbox::toast {
namespace {

std::uint64_t key_of(std::uint64_t seed, Named named, std::uint64_t scope) {
    return mix(mix(seed, 0x746f61737467 + std::uint64_t(named)), scope);
}

}  // namespace

std::string guid_of(std::uint64_t seed, Named named, std::uint64_t scope, std::uint32_t number) {
    std::uint64_t key = key_of(seed, named, scope), rest = mix(key, std::uint64_t(number) + 1);
    std::string out;
    out.reserve(36);
    append_uuid(out, scramble(key, number), rest, mix(rest, 3));
    return out;
}

std::optional<std::uint32_t> number_of(std::uint64_t seed, Named named, std::uint64_t scope,
                                       std::string_view guid) {
    auto head = guid.size() == 36 ? head_of(guid) : std::nullopt;
    if (!head) return {};
    std::uint32_t number = unscramble(key_of(seed, named, scope), *head);
    if (guid_of(seed, named, scope, number) != guid) return {};
    return number;
}

}  // namespace regulars::sandbox::toast
