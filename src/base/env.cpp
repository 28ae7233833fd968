// The clocks and sources of chance.
// SPDX-License-Identifier: Apache-2.0
#include "base/env.hpp"

#include <bit>
#include <condition_variable>
#include <mutex>

#include <sodium.h>

namespace regulars {
namespace {

Instant machine_now() {
    auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace

RealClock::RealClock() : started_(machine_now()), origin_(started_), speed_(1) {}

RealClock::RealClock(Instant origin, double speed)
    : started_(machine_now()), origin_(origin), speed_(speed) {
    REGULARS_ASSERT(speed >= 0, "a clock does not run backwards");
}

Instant RealClock::now() const {
    if (speed_ == 1 && origin_ == started_) return machine_now();
    return origin_ + Duration(std::int64_t(double((machine_now() - started_).count()) * speed_));
}

void RealClock::sleep_until(Instant until, std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        Duration left = until - now();
        if (left <= Duration(0)) return;
        // Sliced, so that a step of the machine's clock is noticed and a stopped clock can be left.
        double real_us = speed_ > 0 ? double(left.count()) / speed_ : 1e6;
        wake.wait_for(lock, stop, Duration(std::int64_t(std::min(real_us, 1e6)) + 1),
                      [] { return false; });
    }
}

std::uint64_t Random::below(std::uint64_t bound) {
    REGULARS_ASSERT(bound > 0, "nothing lies below 0");
    return std::uint64_t((static_cast<unsigned __int128>(next()) * bound) >> 64);
}

std::uint64_t SystemRandom::next() {
    std::uint64_t value;
    randombytes_buf(&value, sizeof value);
    return value;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    std::uint64_t z = a + 0x9e3779b97f4a7c15ULL * (b + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    for (std::uint64_t i = 0; i < 4; ++i) state_[i] = mix(seed, i);
}

std::uint64_t SeededRandom::next() {
    std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

}  // namespace regulars
