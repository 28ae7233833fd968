// Counts unique people by bucket and over all, in one array.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace regulars::analytics {

/// Within a group, buckets must come in ascending order.
class PeopleCounter {
  public:
    /// Whether the person is new in this bucket; counts them over all when new there too.
    bool is_new(std::uint32_t profile, std::uint32_t bucket) {
        if (profile >= last_.size()) last_.resize(std::size_t(profile) + 1 + profile / 4, 0);
        auto& last = last_[profile];
        std::uint32_t mark = base_ + bucket + 1;
        if (last == mark) return false;
        if (last <= base_) ++all_;
        last = mark;
        if (mark > greatest_) greatest_ = mark;
        return true;
    }
    std::int64_t all() const { return all_; }
    void reserve(std::uint32_t most) { last_.resize(std::size_t(most) + 1, 0); }
    /// Forgets everybody, at no cost.
    void begin_group() {
        base_ = greatest_;
        all_ = 0;
    }

  private:
    std::vector<std::uint32_t> last_;  // by profile: the mark of the last bucket seen in
    std::uint32_t base_ = 0, greatest_ = 0;
    std::int64_t all_ = 0;
};

}  // namespace regulars::analytics
