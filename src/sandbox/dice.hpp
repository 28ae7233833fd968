// Chance for the simulated world: small, seeded, the same everywhere.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "base/env.hpp"

namespace regulars::sandbox {

/// splitmix64 behind the questions the world asks. Not thread-safe; make one where it is needed.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() { return mix(state_, ++drawn_); }
    /// Uniform in [0, bound); bound > 0.
    std::uint32_t below(std::uint32_t bound) {
        return std::uint32_t(((next() >> 32) * std::uint64_t(bound)) >> 32);
    }
    /// Uniform in [low, high].
    int between(int low, int high) { return low + int(below(std::uint32_t(high - low + 1))); }
    double unit() { return double(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
    /// About standard normal: the sum of four uniforms, so never past ±3.5.
    double normal() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508; }
    /// e^normal, scaled so that `median` is its median.
    double log_normal(double median, double sigma) { return median * std::exp(sigma * normal()); }

  private:
    std::uint64_t state_;
    std::uint64_t drawn_ = 0;
};

}  // namespace regulars::sandbox
