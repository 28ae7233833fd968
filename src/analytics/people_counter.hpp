// Counts unique people by group and bucket and over all, one bit a person.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace regulars::analytics {

/// Takes people bucket by bucket. Memory: two bits a person and group, so that what one group
/// touches stays in the processor's cache: 250 KB for a million people.
class PeopleCounter {
  public:
    PeopleCounter(std::size_t groups, std::uint32_t greatest_profile)
        : words_(greatest_profile / 64 + 1), bucket_(groups * words_), all_(groups * words_), counts_(groups), few_(groups) {}

    /// `events`: how many people will be added at most. Few are remembered and undone one by one;
    /// past many the whole bucket is swept.
    void begin_bucket(std::size_t events) { remembers_ = events < words_; }
    void add(std::size_t group, std::uint32_t profile) {
        auto& word = bucket_[group * words_ + profile / 64];
        std::uint64_t bit = std::uint64_t{1} << profile % 64;
        if (word & bit) return;
        word |= bit;
        ++counts_[group];
        if (remembers_) few_[group].push_back(profile);
    }
    /// How many the group's bucket had.
    std::int64_t end_bucket(std::size_t group) {
        auto* bucket = bucket_.data() + group * words_;
        auto* all = all_.data() + group * words_;
        if (remembers_) {
            for (auto profile : few_[group]) {
                all[profile / 64] |= std::uint64_t{1} << profile % 64;
                bucket[profile / 64] = 0;
            }
            few_[group].clear();
        } else {
            for (std::size_t i = 0; i < words_; ++i) all[i] |= bucket[i];
            std::fill_n(bucket, words_, 0);
        }
        return std::exchange(counts_[group], 0);
    }
    /// A bucket of people who are each there once.
    std::int64_t add_bucket(std::size_t group, std::span<const std::uint32_t> people) {
        auto* all = all_.data() + group * words_;
        for (auto profile : people) all[profile / 64] |= std::uint64_t{1} << profile % 64;
        return std::int64_t(people.size());
    }
    std::int64_t all(std::size_t group) const {
        std::int64_t n = 0;
        for (auto word : std::span(all_).subspan(group * words_, words_)) n += std::popcount(word);
        return n;
    }

  private:
    std::size_t words_;
    std::vector<std::uint64_t> bucket_, all_;  // for each group, a bit a person
    std::vector<std::int64_t> counts_;         // for each group, people of the bucket
    std::vector<std::vector<std::uint32_t>> few_;
    bool remembers_ = false;
};

}  // namespace regulars::analytics
