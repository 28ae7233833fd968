// Doubling waits.
// SPDX-License-Identifier: Apache-2.0
#include "api/guess_limiter.hpp"

#include <algorithm>

namespace regulars::api {
namespace {

constexpr std::size_t most_keys = 10'000;
constexpr Duration forgotten_after = 1h;
constexpr int free_per_email = 5, free_per_address = 20;
// An email's wait stays short: somebody else's guesses must not lock its owner out for long.
constexpr Duration most_per_email = 2min, most_per_address = 1h;

std::string email_key(const std::string& email) { return "e:" + email.substr(0, 254); }
std::string address_key(const std::string& address) { return "a:" + address.substr(0, 64); }

}  // namespace

Duration GuessLimiter::wait_of(const std::string& key, int free, Duration most, Instant now) {
    auto known = by_key_.find(key);
    if (known == by_key_.end()) return {};
    auto& failures = *known->second;
    if (now - failures.last > forgotten_after) {
        order_.erase(known->second);
        by_key_.erase(known);
        return {};
    }
    if (failures.count < free) return {};
    Duration penalty = std::min<Duration>(
        most, std::chrono::seconds(1) * (std::int64_t(1) << std::min(failures.count - free, 20)));
    return std::max(Duration{}, failures.last + penalty - now);
}

void GuessLimiter::fail(const std::string& key, Instant now) {
    auto known = by_key_.find(key);
    if (known == by_key_.end()) {
        order_.push_front({key});
        known = by_key_.emplace(key, order_.begin()).first;
    } else {
        order_.splice(order_.begin(), order_, known->second);
    }
    ++known->second->count;
    known->second->last = now;
    if (order_.size() <= most_keys) return;
    by_key_.erase(order_.back().key);
    order_.pop_back();
}

Duration GuessLimiter::attempt(const std::string& address, const std::string& email, Instant now) {
    std::lock_guard lock(mutex_);
    Duration wait =
        std::max(wait_of(email_key(email), free_per_email, most_per_email, now),
                 wait_of(address_key(address), free_per_address, most_per_address, now));
    if (wait > Duration{}) return wait;
    fail(email_key(email), now);
    fail(address_key(address), now);
    return {};
}

void GuessLimiter::forgive(const std::string& address, const std::string& email) {
    std::lock_guard lock(mutex_);
    if (auto known = by_key_.find(email_key(email)); known != by_key_.end()) {
        order_.erase(known->second);
        by_key_.erase(known);
    }
    // Only this attempt: an address that guesses others' passwords does not buy itself free with
    // its own.
    if (auto known = by_key_.find(address_key(address)); known != by_key_.end())
        known->second->count = std::max(0, known->second->count - 1);
}

}  // namespace regulars::api
