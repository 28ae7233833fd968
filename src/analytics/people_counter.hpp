// Counts unique people by bucket and over all, in two arrays.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace regulars::analytics {

/// Buckets must come in ascending order.
class PeopleCounter {
  public:
    /// Whether the person is new in this bucket; counts them over all when new there too.
    bool is_new(std::uint32_t profile, std::uint32_t bucket) {
        if (profile >= last_.size()) last_.resize(std::size_t(profile) + 1 + profile / 2, 0);
        auto& last = last_[profile];
        if (last == bucket + 1) return false;
        if (last == 0) ++all_;
        last = bucket + 1;
        return true;
    }
    std::int64_t all() const { return all_; }
    void reserve(std::uint32_t most) { last_.resize(std::size_t(most) + 1, 0); }

  private:
    std::vector<std::uint32_t> last_;  // by profile: the last bucket seen in, plus 1
    std::int64_t all_ = 0;
};

}  // namespace regulars::analytics
