// The injected world: the clock and chance. Nothing outside this file and net/ reads either.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <algorithm>
#include <stop_token>

#include "base/time.hpp"

namespace regulars {

/// Tells and passes time. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    /// Returns at `until`, or as soon as `stop` is requested.
    virtual void sleep_until(Instant until, std::stop_token stop) = 0;
    void sleep_for(Duration d, std::stop_token stop) { sleep_until(now() + d, stop); }
};

/// The machine's clock, or one that started at `origin` and runs `speed` times as fast. A demo of a
/// simulated restaurant runs its server and its sandbox on the same fast clock.
class RealClock final : public Clock {
  public:
    RealClock();
    RealClock(Instant origin, double speed);
    Instant now() const override;
    void sleep_until(Instant until, std::stop_token stop) override;
    double speed() const { return speed_; }

  private:
    Instant started_;  // by the machine's clock
    Instant origin_;
    double speed_;
};

/// Time that passes only when somebody sleeps or advances it. Single-threaded.
class VirtualClock final : public Clock {
  public:
    explicit VirtualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void sleep_until(Instant until, std::stop_token) override { now_ = std::max(now_, until); }
    void advance(Duration d) { now_ = now_ + d; }

  private:
    Instant now_;
};

/// A source of uniform 64-bit numbers.
class Random {
  public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;

    /// Uniform in [0, bound); bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1).
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
};

/// The operating system's randomness, through libsodium. Thread-safe.
class SystemRandom final : public Random {
  public:
    std::uint64_t next() override;
};

/// xoshiro256** seeded by splitmix64: the same seed gives the same numbers everywhere. Not
/// thread-safe, not for secrets.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed);
    std::uint64_t next() override;

  private:
    std::uint64_t state_[4];
};

/// A well-mixed hash of two numbers, for deriving independent seeds.
std::uint64_t mix(std::uint64_t a, std::uint64_t b);

}  // namespace regulars
