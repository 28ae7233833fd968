// Counts submissions in the time that they cost.
// SPDX-License-Identifier: Apache-2.0
#include "api/page_limiter.hpp"

#include <algorithm>

namespace regulars::api {
namespace {

constexpr std::size_t most_addresses = 10'000;
constexpr Duration cost = 10s, credit = 30 * cost;

}  // namespace

bool PageLimiter::admit(const std::string& address, Instant now) {
    std::lock_guard lock(mutex_);
    auto key = address.substr(0, 64);
    auto known = by_address_.find(key);
    Instant paid_until =
        known == by_address_.end() ? now : std::max(now, known->second->paid_until);
    if (paid_until + cost > now + credit) return false;
    if (known == by_address_.end()) {
        order_.push_front({key, {}});
        known = by_address_.emplace(key, order_.begin()).first;
    } else {
        order_.splice(order_.begin(), order_, known->second);
    }
    known->second->paid_until = paid_until + cost;
    if (order_.size() > most_addresses) {
        by_address_.erase(order_.back().address);
        order_.pop_back();
    }
    return true;
}

}  // namespace regulars::api
