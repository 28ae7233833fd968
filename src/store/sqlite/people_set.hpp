// A set of an account's profiles, one bit each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model/ids.hpp"

namespace regulars::store::sqlite {

/// Memory: a bit for each id up to the greatest inserted.
class PeopleSet {
  public:
    bool has(ProfileId profile) const {
        auto word = std::size_t(profile.value / 64);
        return word < words_.size() && (words_[word] >> profile.value % 64 & 1) != 0;
    }
    void insert(ProfileId profile) {
        auto word = std::size_t(profile.value / 64);
        if (word >= words_.size()) words_.resize(word + 1 + word / 4);
        auto bit = std::uint64_t{1} << profile.value % 64;
        size_ += (words_[word] & bit) == 0;
        words_[word] |= bit;
    }
    void keep_only_those_in(const PeopleSet& other) {
        size_ = 0;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] &= i < other.words_.size() ? other.words_[i] : 0;
            size_ += std::popcount(words_[i]);
        }
    }
    std::int64_t size() const { return size_; }
    /// By id.
    std::vector<ProfileId> all() const {
        std::vector<ProfileId> ids;
        ids.reserve(std::size_t(size_));
        for (std::size_t i = 0; i < words_.size(); ++i)
            for (auto rest = words_[i]; rest != 0; rest &= rest - 1)
                ids.push_back(ProfileId{std::int64_t(i) * 64 + std::countr_zero(rest)});
        return ids;
    }

  private:
    std::vector<std::uint64_t> words_;
    std::int64_t size_ = 0;
};

}  // namespace regulars::store::sqlite
